import std/[re, strutils]
echo "a".match(re"a")
