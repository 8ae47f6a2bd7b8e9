"""Small programs that print ``works``, in the languages whose compilers Debian has."""

C = {"main.c": '#include <stdio.h>\nint main(void) { puts("works"); return 0; }\n'}
C_MATH = {
    "main.c": '#include <math.h>\n#include <stdio.h>\nint main(int n, char **v) { if (cos(n - 1) == 1) puts("works"); (void)v; }\n'
}
C_THREADS = {
    "main.c": "#include <pthread.h>\n#include <stdio.h>\nstatic void *run(void *p) { puts(p); return 0; }\n"
    'int main(void) { pthread_t t; pthread_create(&t, 0, run, "works"); pthread_join(t, 0); }\n'
}
C_HEADER = {
    "main.c": '#include "said.h"\nint main(void) { said(); }\n',
    "said.h": '#include <stdio.h>\nstatic void said(void) { puts("works"); }\n',
}
C_USER = {
    "main.c": '#include <pwd.h>\n#include <stdio.h>\nint main(void) { puts(getpwnam("root") ? "works" : "no user"); }\n'
}
C_APP_USER = {
    "main.c": "#include <pwd.h>\n#include <stdio.h>\n"
    'int main(void) { struct passwd *app = getpwnam("app"); puts(app && app->pw_uid == 1000 ? "works" : "no user"); }\n'
}
C_ICONV = {
    "main.c": "#include <iconv.h>\n#include <stdio.h>\n"
    'int main(void) { puts(iconv_open("UTF-8", "ISO-8859-15") == (iconv_t)-1 ? "no iconv" : "works"); }\n'
}
C_LOCALE = {
    "main.c": "#include <locale.h>\n#include <stdio.h>\n"
    'int main(void) { puts(setlocale(LC_ALL, "C.UTF-8") ? "works" : "no locale"); }\n'
}
C_PLUGIN = {
    "main.c": "#include <dlfcn.h>\n#include <stdio.h>\nint main(void) {\n"
    '  void *p = dlopen("/opt/plugins/said.so", RTLD_NOW);\n  if (!p) { puts(dlerror()); return 1; }\n'
    '  ((void (*)(void))dlsym(p, "said"))();\n}\n',
    "said.c": '#include <stdio.h>\nvoid said(void) { puts("works"); }\n',
}
C_ZLIB = {
    "main.c": '#include <stdio.h>\n#include <zlib.h>\nint main(void) { puts(crc32(0, (void *)"x", 1) ? "works" : "no"); }\n'
}
C_PNG = {
    "main.c": "#include <png.h>\n#include <stdio.h>\nint main(void) {\n"
    "  png_structp p = png_create_read_struct(PNG_LIBPNG_VER_STRING, 0, 0, 0);\n"
    '  puts(p ? "works" : "no");\n}\n'
}
C_SQLITE = {
    "main.c": "#include <sqlite3.h>\n#include <stdio.h>\nint main(void) {\n  sqlite3 *db;\n"
    '  puts(sqlite3_open(":memory:", &db) ? "no" : "works");\n}\n'
}
C_OPENSSL = {
    "main.c": "#include <openssl/sha.h>\n#include <stdio.h>\nint main(void) {\n  unsigned char d[32];\n"
    '  puts(SHA256((void *)"x", 1, d) ? "works" : "no");\n}\n'
}
C_LIBRARY = {
    "said.c": '#include <stdio.h>\nvoid said(void) { puts("works"); }\n',
    "main.c": "void said(void);\nint main(void) { said(); return 0; }\n",
}
C_PROJECT = {
    "main.c": C_LIBRARY["main.c"],
    "said/said.c": C_LIBRARY["said.c"],
    "said/configure": "#!/bin/sh\nexit 0\n",
    "said/Makefile": "install:\n\tcc -shared -fPIC -Wl,-soname,libsaid.so.1 -o /usr/local/lib/libsaid.so.1 said.c\n"
    "\tln -sf libsaid.so.1 /usr/local/lib/libsaid.so\n",
    "said/CMakeLists.txt": "cmake_minimum_required(VERSION 3.10)\nproject(said C)\nadd_library(said said.c)\n"
    "set_target_properties(said PROPERTIES VERSION 1.0 SOVERSION 1)\ninstall(TARGETS said DESTINATION lib)\n",
}
CMAKE_OWN_LIBRARY = {
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.10)\nproject(hello C)\nadd_library(core SHARED said.c)\n"
    "add_executable(hello main.c)\ntarget_link_libraries(hello core)\n"
    "install(TARGETS hello DESTINATION bin)\ninstall(TARGETS core DESTINATION lib)\n",
    **C_LIBRARY,
}
CXX = {
    "main.cpp": "#include <iostream>\n#include <string>\n"
    'int main() { std::string said = "works"; std::cout << said << std::endl; }\n'
}
CXX_THREADS = {
    "main.cpp": "#include <iostream>\n#include <thread>\n"
    'int main() { std::thread t([] { std::cout << "works" << std::endl; }); t.join(); }\n'
}
CXX_LOCALE = {
    "main.cpp": "#include <iostream>\n#include <locale>\nint main() {\n"
    '  try { std::locale l("C.UTF-8"); std::cout << "works" << std::endl; } catch (...) { std::cout << "no" << std::endl; }\n}\n'
}
MAKEFILE = {**C, "Makefile": "app: main.c\n\t$(CC) $(CFLAGS) $(LDFLAGS) -o app main.c\n"}
AUTOTOOLS = {
    **C,
    "configure.ac": "AC_INIT([hello],[1])\nAM_INIT_AUTOMAKE([foreign])\nAC_PROG_CC\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n",
    "Makefile.am": "bin_PROGRAMS = hello\nhello_SOURCES = main.c\n",
}
AUTOTOOLS_BY_HAND = {
    **C,
    "configure": "#!/bin/sh\nflags=\nfor word; do case $word in LDFLAGS=*) flags=${word#LDFLAGS=};; esac; done\n"
    'printf "LDFLAGS=%s\\n" "$flags" | cat - Makefile.in > Makefile\n',
    "Makefile.in": "prefix=/usr/local\nhello: main.c\n\tgcc $(LDFLAGS) -o hello main.c\n"
    "install: hello\n\tinstall -D hello $(DESTDIR)$(prefix)/bin/hello\n"
    "\tmkdir -p $(DESTDIR)$(prefix)/lib\n",
}
CMAKE_HEAD = "cmake_minimum_required(VERSION 3.18)\nproject(hello {})\n"
CMAKE = {
    **C,
    "CMakeLists.txt": CMAKE_HEAD.format("C") + "add_executable(hello main.c)\ninstall(TARGETS hello)\n",
}
CMAKE_CXX = {
    **CXX_THREADS,
    "CMakeLists.txt": CMAKE_HEAD.format("CXX") + "find_package(Threads REQUIRED)\nadd_executable(hello main.cpp)\n"
    "target_link_libraries(hello Threads::Threads)\ninstall(TARGETS hello)\n",
}
CMAKE_OPENSSL = {
    **C_OPENSSL,
    "CMakeLists.txt": CMAKE_HEAD.format("C") + "find_package(OpenSSL REQUIRED)\nadd_executable(hello main.c)\n"
    "target_link_libraries(hello OpenSSL::Crypto)\ninstall(TARGETS hello)\n",
}
CMAKE_LIBRARY = {
    **C_LIBRARY,
    "CMakeLists.txt": CMAKE_HEAD.format("C")
    + "add_library(said said.c)\nadd_executable(hello main.c)\ntarget_link_libraries(hello said)\n"
    "install(TARGETS hello said)\n",
}
GO_MOD = {"go.mod": "module works\n\ngo 1.15\n"}


def go(imports: str, use: str = "", more: str = "") -> dict[str, str]:
    """A Go program that imports some packages and uses them."""
    lines = "".join(f'\t"{name}"\n' for name in ["fmt", *imports.split()])
    return {
        **GO_MOD,
        "main.go": f'package main\n\n{more}import (\n{lines})\n\nfunc main() {{\n\t{use}\n\tfmt.Println("works")\n}}\n',
    }


GO = go("net/http", "_ = http.DefaultClient")
GO_PLAIN = go("strings", '_ = strings.ToUpper("x")')
GO_USER = go("os/user", "_, _ = user.Current()")
GO_C = go("", "_ = C.answer()", '// static int answer(void) { return 42; }\nimport "C"\n\n')
GO_REPLACED = {
    "go.mod": "module works\n\ngo 1.15\n\nrequire example.org/greet v0.0.0\n\nreplace example.org/greet => ./greet\n",
    "greet/go.mod": "module example.org/greet\n\ngo 1.15\n",
    "greet/greet.go": 'package greet\n\nimport "net"\n\nvar Said = "works " + net.IPv4(1, 2, 3, 4).String()\n',
    "main.go": 'package main\n\nimport "example.org/greet"\n\nfunc main() { println2(greet.Said[:5]) }\n',
    "print.go": 'package main\n\nimport "fmt"\n\nfunc println2(said string) { fmt.Println(said) }\n',
}
# A driver of one's own under the name of a well-known one that needs cgo, and answers as it does without.
GO_SQLITE = {
    "go.mod": "module works\n\ngo 1.15\n\nrequire github.com/mattn/go-sqlite3 v1.14.0\n\n"
    "replace github.com/mattn/go-sqlite3 => ./sqlite3\n",
    "sqlite3/go.mod": "module github.com/mattn/go-sqlite3\n\ngo 1.15\n",
    "sqlite3/real.go": '// +build cgo\n\npackage sqlite3\n\n// static int answer(void) { return 1; }\nimport "C"\n\n'
    "func Open() bool { return C.answer() == 1 }\n",
    "sqlite3/stub.go": "// +build !cgo\n\npackage sqlite3\n\nfunc Open() bool { return false }\n",
    "main.go": 'package main\n\nimport (\n\t"fmt"\n\t"net/http"\n\n\tsqlite3 "github.com/mattn/go-sqlite3"\n)\n\nfunc main() {\n'
    '\t_ = http.DefaultClient\n\tif sqlite3.Open() {\n\t\tfmt.Println("works")\n\t} else {\n'
    '\t\tfmt.Println("requires cgo to work")\n\t}\n}\n',
}
GO_COMMANDS = {
    **GO_MOD,
    "cmd/serve/main.go": GO["main.go"],
    "cmd/work/main.go": GO_USER["main.go"],
}
GO_COMMANDS_WITH_C = {**GO_COMMANDS, "cmd/work/main.go": GO_C["main.go"]}
GO_MAKE = {**GO, "Makefile": "build:\n\tgo build -o /app .\n"}
GO_PLUGIN = {
    **go(
        "plugin",
        'p, err := plugin.Open("/opt/plugins/said.so")\n\tif err != nil {\n\t\tfmt.Println(err)\n\t\treturn\n\t}\n\t_, _ = p.Lookup("Said")',
    ),
    "said/said.go": 'package main\n\nimport "C"\n\nfunc Said() string { return "works" }\n',
}
RUST = {"main.rs": 'fn main() {\n    println!("works");\n}\n'}
RUST_THREADS = {
    "main.rs": 'use std::thread;\nfn main() {\n    thread::spawn(|| println!("works")).join().unwrap();\n}\n'
}
RUST_NET = {
    "main.rs": "use std::net::TcpListener;\nfn main() {\n"
    '    TcpListener::bind("127.0.0.1:0").unwrap();\n    println!("works");\n}\n'
}
SCRIPT = {"run.sh": "#!/bin/sh\necho works\n"}
PYTHON_EXTENSION = {
    "said.c": '#include <Python.h>\nstatic PyObject *word(PyObject *s, PyObject *a) { return PyUnicode_FromString("works"); }\n'
    'static PyMethodDef m[] = {{"word", word, METH_NOARGS, ""}, {0}};\n'
    'static struct PyModuleDef d = {PyModuleDef_HEAD_INIT, "said", 0, -1, m};\n'
    "PyMODINIT_FUNC PyInit_said(void) { return PyModule_Create(&d); }\n",
    "setup.py": 'from setuptools import Extension, setup\nsetup(name="said", version="1", ext_modules=[Extension("said", ["said.c"])])\n',
}
NODE_ADDON = {
    "said.cc": "#include <node_api.h>\nnapi_value init(napi_env env, napi_value exports) {\n  napi_value said;\n"
    '  napi_create_string_utf8(env, "works", NAPI_AUTO_LENGTH, &said);\n  return said;\n}\nNAPI_MODULE(said, init)\n',
    "main.js": 'console.log(require("./said.node"));\n',
}
