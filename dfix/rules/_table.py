"""Each rule's code and trigger by its file, so that a run imports only rules that may find something.

``scripts/rule_table.py`` writes this from the rules. A rule without a trigger, and one that is not in
here, is imported for every file.
"""

from dfix.rules.trigger import Trigger

TRIGGERS = {
    "carriage_return_shebang": ("DF502", Trigger(arrivals=True)),
    "floating_builder": ("DF107", Trigger(arrivals=True, landing=("runs",))),
    "foreign_architecture": ("DF104", Trigger(words=("TARGETARCH", "TARGETPLATFORM", "BUILDARCH", "BUILDPLATFORM"), arrivals=True, written_platform=True, named_architecture=True)),
    "foreign_download": ("DF106", Trigger(arrivals=True, landing=("foreign_libc", "download"))),
    "foreign_environment": ("DF201", Trigger(arrivals=True, landing=("foreign_libc", "environment"))),
    "foreign_libc": ("DF101", Trigger(arrivals=True, landing=("foreign_libc",))),
    "ignored_ld_so_conf": ("DF304", Trigger(words=("ld.so.conf",))),
    "ldconfig_without_libraries": ("DF302", Trigger(words=("ldconfig",))),
    "loader_symlink": ("DF402", Trigger(words=("ld-musl", "libc.musl", "libc.so"))),
    "mismatched_runtime": ("DF202", Trigger(arrivals=True, landing=("environment",))),
    "missing_interpreter": ("DF501", Trigger(arrivals=True, bare_base=True)),
    "missing_ldconfig": ("DF303", Trigger(words=("b2 ", "bjam", "--enable-shared", "BUILD_SHARED_LIBS", "configure"), arrivals=True, landing=("library",))),
    "missing_library": ("DF105", Trigger(words=("del ", "remove", "purge", "--compile", "deno", "dotnet", "swift build", "swiftc"), arrivals=True, installers=("pip", "setup.py", "uv ", "poetry", "pdm", "conda", "mamba", "mvn", "gradle", "npm", "yarn", "bun", "gem "))),
    "needless_compat": ("DF401", Trigger(words=("gcompat", "libc6-compat"))),
    "newer_glibc": ("DF103", Trigger(arrivals=True, landing=("newer_glibc",))),
    "no_libc": ("DF102", Trigger(arrivals=True, landing=("no_libc",))),
    "not_executable": ("DF503", Trigger(arrivals=True, fetched=True)),
    "syntax_error": ("DF001", Trigger(arrivals=True, faults=True)),
    "unused_directive": ("DF002", Trigger(directives=True)),
    "useless_ldconfig": ("DF301", Trigger(words=("ldconfig",))),
}  # fmt: skip
