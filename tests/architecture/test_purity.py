"""What the import contracts cannot see: clocks, environment, submodules of the standard library, private keys by re-export."""

import ast
import subprocess
import sys

from architecture.tree import calls, imports, module_of, place, python_files, syntax

NETWORK = {"urllib.request", "http.client", "http.server", "socket", "socketserver", "ssl", "asyncio", "smtplib", "ftplib"}
CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time", "time.time_ns"}
READS_THE_CLOCK = (
    "laurel.cli",
    "campus.web",
    "campus.api",
    "campus.jobs",
    "campus.connectors.lti13.pages",
    "campus.connectors.webhooks.pages",
    "campus.connectors.oneroster.api",
    "campus.connectors.oneroster.pages",
    "campus.connectors.webhooks.api",
)
SECRETS = {"PrivateKey", "LocalSigner"}


def test_the_library_opens_no_connection():
    found = [
        f"{place(path, line)} {name}"
        for path in python_files("src/laurel")
        if module_of(path) != "laurel.cli.web"
        for line, name in imports(path)
        if name in NETWORK
    ]

    assert found == []


def test_the_library_reads_no_environment():
    found = [
        place(path, node.lineno)
        for path in python_files("src/laurel")
        if not module_of(path).startswith("laurel.cli")
        for node in ast.walk(syntax(path))
        if ast.unparse(node) in {"os.environ", "os.getenv"} and isinstance(node, ast.Attribute)
    ]

    assert found == []


def test_only_the_edges_read_the_clock():
    found = [
        f"{place(path, line)} {name}()"
        for path in python_files("src")
        if not module_of(path).startswith(READS_THE_CLOCK)
        for line, name in calls(path)
        if name in CLOCK or name.endswith((".datetime.now", ".timezone.now"))
    ]

    found += [
        f"{place(path, line)} imports {name}"
        for path in python_files("src")
        for line, name in imports(path)
        if name in {"django.utils.timezone.now", "time.time"}
    ]

    assert found == []


def test_private_keys_stay_inside_one_module_of_the_platform():
    found = [
        f"{place(path, node.lineno)} {node_name}"
        for path in python_files("src/campus")
        if not module_of(path).startswith("campus.issuing.keys")
        for node in ast.walk(syntax(path))
        if (node_name := _name(node)) in SECRETS
    ]

    assert found == []


def _name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
            return name
    return ""


def test_importing_the_library_warns_of_nothing_and_loads_no_framework():
    script = "import sys, laurel; print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'campus', 'ninja'}))"

    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")
