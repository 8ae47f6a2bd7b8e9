"""Which file has a command's model, so that a run imports only those it meets.

``scripts/command_table.py`` writes this from the files.
"""

FILES = {
    "ada": "alr gnatmake gprbuild",
    "bazel": (
        "b2 bazel bazelisk bjam buck buck2 catkin_make colcon conan gn pants premake5 qmake qmake-qt5 scons vcpkg waf "
        "xmake"
    ),
    "cargo": "cargo cross rustc",
    "cc": (
        "aarch64-linux-gnu-g++ aarch64-linux-gnu-gcc aarch64-linux-musl-g++ aarch64-linux-musl-gcc c++ cc clang "
        "clang++ clang++-10 clang++-11 clang++-12 clang++-13 clang++-14 clang++-15 clang++-16 clang++-17 clang++-18 "
        "clang++-19 clang++-20 clang++-21 clang++-4 clang++-5 clang++-6 clang++-7 clang++-8 clang++-9 clang-10 "
        "clang-11 clang-12 clang-13 clang-14 clang-15 clang-16 clang-17 clang-18 clang-19 clang-20 clang-21 clang-4 "
        "clang-5 clang-6 clang-7 clang-8 clang-9 g++ g++-10 g++-11 g++-12 g++-13 g++-14 g++-15 g++-16 g++-17 g++-18 "
        "g++-19 g++-20 g++-21 g++-4 g++-5 g++-6 g++-7 g++-8 g++-9 gcc gcc-10 gcc-11 gcc-12 gcc-13 gcc-14 gcc-15 "
        "gcc-16 gcc-17 gcc-18 gcc-19 gcc-20 gcc-21 gcc-4 gcc-5 gcc-6 gcc-7 gcc-8 gcc-9 gccgo gfortran llvm-objcopy "
        "llvm-strip musl-clang musl-gcc nvcc objcopy strip upx x86_64-linux-gnu-g++ x86_64-linux-gnu-gcc "
        "x86_64-linux-musl-g++ x86_64-linux-musl-gcc"
    ),
    "cmake": "cmake meson ninja ninja-build samu",
    "conda": "conda conda-pack mamba micromamba",
    "crystal": "crystal shards",
    "dart": "dart dart2native flutter pub webdev",
    "deno": "deno",
    "dlang": "dmd dub gdc ldc2 ldmd2",
    "dotnet": "cake csc dotnet fake fsharpc mcs mono msbuild nuget paket vbc xbuild",
    "download": "curl wget",
    "echo": "echo printf",
    "erlang": "mix rebar rebar3 relx",
    "files": (
        "alternatives bsdtar bunzip2 bzip2 cp gunzip gzip install ln mkdir mv patchelf rm rmdir tar tee unxz unzip "
        "unzstd update-alternatives xz zstd"
    ),
    "find": "find xargs",
    "git": "bzr git hg svn",
    "go": "garble go gotip vgo",
    "go_wrappers": "bra buffalo gb go-task godelw goreleaser gox ko mage promu revel task tinygo wails xcaddy xgo",
    "haskell": "cabal ghc stack",
    "java": (
        "activator amm ant antlr4 bazel-java boot clj clojure gradle gradlew grails groovy ivy jar jarsigner java "
        "javac jbang jlink jolie jpackage keytool kotlinc lein leiningen mill mvn mvnd mvnw native-image play sbt "
        "scala scala-cli scalac"
    ),
    "javascript": (
        "aglio apidoc astro au aurelia babel bower broccoli browserify brunch build-storybook bunx cordova docusaurus "
        "eleventy elm elm-app elm-make ember esbuild eslint expo gatsby gitbook grunt gulp hexo ionic jake jest jsdoc "
        "lerna lessc meteor mocha nest next ng node-sass npx nuxi nuxt nx parcel pnpx polymer postcss prettier purs "
        "quasar react-scripts redoc-cli remix rollup rush sass shadow-cljs snowpack spago stencil storybook stylus "
        "svelte-kit swc tailwindcss terser tsc tslint turbo typedoc uglifyjs vite vue vue-cli-service vuepress "
        "webpack webpack-cli wmr yarnx"
    ),
    "just": "just",
    "make": "configure gmake make",
    "maturin": "maturin",
    "nim": "nim nimble",
    "nix": "devbox nix nix-build nix-env nix-shell",
    "node_binary": "boxednode caxa nexe pkg postject",
    "npm": "babel-node bun cnpm jspm node nodejs npm pnpm ts-node yarn yarnpkg",
    "ocaml": "dune jbuilder ocamlfind ocamlopt opam",
    "packages": (
        "apk apk-install apt apt-get apt-install apt-mark aptitude clean-install debootstrap dnf dpkg install_clean "
        "install_packages microdnf mmdebstrap nala pacman rpm swupd tdnf yum zypper"
    ),
    "perl": "carton cpan cpanm cpm dzil perl",
    "php": (
        "artisan composer composer.phar docker-php-ext-configure docker-php-ext-enable docker-php-ext-install "
        "install-php-extensions pecl php"
    ),
    "pip": "pip pip-sync pip2 pip3 pip3.10 pip3.11 pip3.12 pip3.13 pip3.14 pip3.5 pip3.6 pip3.7 pip3.8 pip3.9 pipx",
    "playwright": "playwright playwright-core",
    "poetry": "pdm pipenv poetry",
    "pyinstaller": "cxfreeze cythonize nuitka nuitka3 pex pyinstaller shiv staticx",
    "python": (
        ". pypy pypy3 python python2 python2.7 python3 python3.10 python3.11 python3.12 python3.13 python3.14 "
        "python3.4 python3.5 python3.6 python3.7 python3.8 python3.9 pyvenv source virtualenv"
    ),
    "r_lua": "R Rscript install2.r installGithub.r littler luarocks luarocks-5.1 luarocks-5.3 luarocks5.1 r",
    "ruby": "asciidoctor awestruct bundle bundler gem jekyll middleman nanoc rails rake ruby",
    "scripts": "ash bash dash ksh sh zsh",
    "server_modules": "apxs apxs2",
    "sites": (
        "antora asciidoc asciidoctor-pdf bibtex buf capnp cobalt consul convert createdb cwebp dot doxygen fallocate "
        "fc-cache ffmpeg flatc fontforge gitbook-cli go-bindata gqlgen helm hugo iconv inkscape jpegoptim kubectl "
        "kustomize latexmk lualatex mdbook mkdocs mogrify mongoimport msgfmt mysql openapi-generator "
        "openapi-generator-cli optipng packer packr packr2 pandoc pdflatex pelican pg_dump pkger plantuml psql rice "
        "sphinx-build sqlc sqlite3 statik svgo swagger-codegen tectonic terraform thrift truncate vault "
        "woff2_compress xelatex xgettext zip zola"
    ),
    "swift": "swift swiftc",
    "task": "go-task task",
    "uv": "uv",
    "xx": "xx-cargo xx-clang xx-clang++ xx-go xx-verify",
    "zig": "zig",
}
COMMANDS = {command: file for file, commands in FILES.items() for command in commands.split()}
