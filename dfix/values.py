"""What dfix uses of ``typing``, without its start-up.

A save hook pays for start-up: ``typing`` takes 2 ms to import and 70 µs for each ``NamedTuple``,
of which dfix has 150. A class of this ``NamedTuple`` takes 12 µs. Type checkers see ``typing``'s own
names here. At run time a value has what dfix uses of a ``typing.NamedTuple``: fields in order, defaults,
patterns, ``_fields``, ``_make``, ``_replace``, pickling, and the equality and hash of a tuple.
"""

from _collections import _tuplegetter  # type: ignore[import-not-found]  # typeshed leaves this module out
from collections.abc import Iterable
from functools import cache
from types import FunctionType

TYPE_CHECKING = False


class _Value(tuple[object, ...]):
    """What all values share."""

    __slots__ = ()
    _fields: tuple[str, ...] = ()

    @classmethod
    def _make(cls, fields: Iterable[object]) -> "_Value":
        """A value of as many fields as the class has, in their order.

        Raises:
            TypeError: there are more or fewer.
        """
        made = tuple.__new__(cls, fields)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
        return made

    def _replace(self, /, **changes: object) -> "_Value":
        """The value with other fields.

        Raises:
            ValueError: a field is not one of the class's.
        """
        changed = tuple.__new__(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"{type(self).__name__} has no fields {list(changes)}")
        return changed

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({fields})"

    def __getnewargs__(self) -> tuple[object, ...]:
        """What ``pickle`` and ``copy`` give to ``__new__``."""
        return tuple(self)


class _ValueClass(type):
    """Turns a class statement with annotated fields into a class of tuples."""

    def __new__(cls, name: str, _: tuple[type, ...], namespace: dict[str, object]) -> type:
        """A plain class: what is derived from it is made as any class is."""
        fields = _fields(namespace)
        defaults = tuple(namespace[field] for field in fields if field in namespace)
        namespace.update((field, _getter(index)) for index, field in enumerate(fields))
        namespace.update(__slots__=(), __match_args__=fields, _fields=fields)
        namespace["__new__"] = _constructor(name, fields, defaults)
        return type(name, (_Value,), namespace)


def _fields(namespace: dict[str, object]) -> tuple[str, ...]:
    """The names that a class annotates; Python 3.14 keeps a function that makes the annotations."""
    make = namespace.get("__annotate_func__")
    annotations = make(1) if isinstance(make, FunctionType) else namespace.get("__annotations__")
    return tuple(annotations) if isinstance(annotations, dict) else ()


@cache
def _getter(index: int) -> object:
    """A descriptor that gives a tuple's item; classes may share it."""
    return _tuplegetter(index, f"Alias for field number {index}")


def _constructor(name: str, fields: tuple[str, ...], defaults: tuple[object, ...]) -> FunctionType:
    """``__new__``: a template's code with the names of the fields."""
    template = _template(len(fields))
    code = template.__code__.replace(co_name="__new__", co_varnames=("cls", *fields))
    constructor = FunctionType(code, template.__globals__, "__new__", defaults)
    constructor.__qualname__ = f"{name}.__new__"
    return constructor


@cache
def _template(count: int) -> FunctionType:
    """A function that makes a tuple of ``count`` items; to compile it takes twice as long as to make a class."""
    names = "".join(f"_{number}, " for number in range(count))
    template = eval(f"lambda cls, {names}: new(cls, ({names}))", {"new": tuple.__new__})  # noqa: S307 - own text
    assert isinstance(template, FunctionType)
    return template


if TYPE_CHECKING:
    from typing import Generic, NamedTuple, Protocol, TypeAlias, TypedDict, TypeVar, cast  # noqa: TID251 - it stands for this one
else:
    NamedTuple = type.__new__(_ValueClass, "NamedTuple", (), {})
    TypeAlias = object

    class Generic:
        """A class that has parameters for type checkers only."""

        __slots__ = ()

        def __class_getitem__(cls, _: object) -> type:
            """The class, whatever its parameters."""
            return cls

    class Protocol:
        """What a value must be able to do, for type checkers only."""

        __slots__ = ()

    class TypedDict(dict):
        """A dictionary whose keys only type checkers know."""

        def __init_subclass__(cls, total: bool = True) -> None:
            """Take what type checkers read."""

    def TypeVar(name: str) -> type:  # noqa: ARG001, N802 - typing's
        """What a variable of type is when annotations are made: any type will do."""
        return object

    def cast(kind: object, value: object) -> object:  # noqa: ARG001 - typing's
        """The value itself."""
        return value


__all__ = ["TYPE_CHECKING", "Generic", "NamedTuple", "Protocol", "TypeAlias", "TypeVar", "TypedDict", "cast"]
