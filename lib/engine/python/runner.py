"""Runs one Python script of a module in its sandbox: waits for a job on descriptor 3, answers on descriptor 4."""

import ast
import datetime
import decimal
import json
import os
import sys
import traceback
import types
import warnings

if "ETLX_PACKAGES" in os.environ:
    import site

    # Behind the packages that every script has.
    site.addsitedir(os.environ["ETLX_PACKAGES"])

import pandas as pd
import pyarrow.parquet as pq
import time_machine

# Python does not look beside the file it was given (-P): a script's imports must not find what lies here.
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(HERE)
from etlx_column_rule import rule, seeded
from etlx_frames import CHUNK_ROWS, Refused, checked_frame, chunks, read_frame, to_arrow

sys.path.remove(HERE)

SCRIPT = "<script>"
PARAMETERS = "parameters"

jobs = os.fdopen(3, "r", encoding="utf-8", newline="\n")
answers = os.fdopen(4, "w", encoding="utf-8", newline="\n")


def answer(message):
    answers.write(json.dumps(message, ensure_ascii=False) + "\n")
    answers.flush()


class Output:
    """Writes frames into one Parquet file as they come; all must have the columns of the first."""

    def __init__(self, file, most_rows):
        self.file, self.most_rows = file, most_rows
        self.writer, self.schema, self.rows = None, None, 0

    def take(self, frame, function):
        frame = checked_frame(frame, function)
        if self.schema is not None and list(frame.columns) != self.schema.names:
            raise Refused("other-columns", function)
        self.write(to_arrow(frame, function, self.schema), function)

    def write(self, table, function):
        if self.writer is None:
            self.schema = table.schema
            self.writer = pq.ParquetWriter(self.file, table.schema, compression="zstd")
        self.rows += table.num_rows
        if self.rows > self.most_rows:
            raise Refused("too-many-rows", function, rows=self.most_rows)
        self.writer.write_table(table)

    def end(self):
        if self.writer is None:
            raise Refused("nothing-returned")
        self.writer.close()
        return self.rows


def taken_frame(file):
    """An answer is read once: many of them must not fill the disk."""
    try:
        return read_frame(file)
    finally:
        os.unlink(file)


class Source:
    """What an extraction script reads through: the product runs the query, the script never holds a password."""

    def __init__(self, request):
        self._request = request

    def query(self, sql):
        """A DataFrame of one reading statement in the source's own dialect."""
        return taken_frame(self._request({"ask": "query", "text": str(sql)}))

    def read(self, name):
        """A DataFrame of a table of the source."""
        return taken_frame(self._request({"ask": "read", "text": str(name)}))

    def chunks(self, sql, rows=CHUNK_ROWS):
        """The rows of a reading statement as DataFrames of at most so many rows, of which one is in memory at a time."""
        file = self._request({"ask": "query", "text": str(sql)})
        try:
            yield from chunks(file, max(1, int(rows)))
        finally:
            os.unlink(file)

    def get(self, path):
        """The bytes of a file, of an object or of what lies below an API's base address."""
        file = self._request({"ask": "get", "text": str(path)})
        try:
            with open(file, "rb") as opened:
                return opened.read()
        finally:
            os.unlink(file)


class Asked(Exception):
    """The product could not answer; its own error follows this one."""


def asking_line():
    """The line of the script that asks."""
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_filename != SCRIPT:
        frame = frame.f_back
    return 1 if frame is None else frame.f_lineno


def request(message):
    answer({**message, "line": asking_line()})
    reply = json.loads(jobs.readline() or "{}")
    if "file" not in reply:
        raise Asked(reply.get("code", "source"))
    return reply["file"]


def frames_of(result, function):
    if isinstance(result, pd.DataFrame):
        yield result
    elif hasattr(result, "__next__"):
        yield from result
    else:
        checked_frame(result, function)


READERS = {"date": datetime.date.fromisoformat, "integer": int, "decimal": decimal.Decimal, "boolean": "true".__eq__}


def values_of(job):
    """The run's parameters, each as Python has its type; a value that nobody gave is None."""
    read = {one["name"]: None if one["value"] is None else READERS.get(one["type"], str)(one["value"]) for one in job["parameters"]}
    return types.MappingProxyType(read)


def arguments_of(function):
    return list(function.__code__.co_varnames[: function.__code__.co_argcount])


def extract(functions, job, output):
    function = functions.get("extract")
    if function is None:
        raise Refused("no-extract")
    given = {PARAMETERS: values_of(job)} if PARAMETERS in arguments_of(function)[1:] else {}
    for frame in frames_of(function(Source(request), **given), function):
        output.take(frame, function)


def transform(functions, job, output):
    inputs = {one["name"]: one["file"] for one in job["inputs"]}
    own = inputs.get(job["table"])
    others = {name: (lambda file=file: read_frame(file)) for name, file in inputs.items() if name != job["table"]}
    whole, piece = functions.get("transform"), functions.get("transform_chunk")
    function = whole or piece
    if function is None:
        raise Refused("no-transform")
    names = arguments_of(function)
    # A table of that name comes first, as it did before there were parameters.
    takes = PARAMETERS in names and PARAMETERS not in others and job["table"] != PARAMETERS
    values = {PARAMETERS: values_of(job)} if takes else {}
    names = [name for name in names if name not in values]
    first = [] if own is None else names[:1]
    wanted = names[len(first) :]
    unknown = [name for name in wanted if name not in others]
    if unknown:
        raise Refused("unknown-table", function, name=unknown[0])
    if len(names) < len(first):
        raise Refused("takes-no-table", function)
    given = {**{name: others[name]() for name in wanted}, **values}
    if whole is None and own is not None:
        for frame in chunks(own):
            output.take(piece(frame, **given), piece)
        return
    result = function(*([read_frame(own)] if own is not None else []), **given)
    for frame in frames_of(result, function):
        output.take(frame, function)


class Tables:
    """The published tables by name; each is read when it is asked for."""

    def __init__(self, inputs):
        self._files = {one["name"]: one["file"] for one in inputs}

    def __getitem__(self, name):
        return read_frame(self._files[name])

    def chunks(self, name):
        """DataFrames of some rows each, for tables that memory does not hold."""
        return chunks(self._files[name])

    def keys(self):
        return self._files.keys()

    def __iter__(self):
        return iter(self._files)

    def __len__(self):
        return len(self._files)

    def __contains__(self, name):
        return name in self._files


class Target:
    """What an upload script writes through: the product carries it out under the run's own name, the script holds no password."""

    def __init__(self, request, job):
        self._request, self._sent = request, 0
        self._folder = os.path.dirname(job["output"])
        self.name = job["target"]

    def _file(self):
        self._sent += 1
        return f"sent-{self._sent}"

    def write_table(self, name, frames):
        """Makes a table of the run's own from a DataFrame, or from several that come one after the other."""
        file = self._file()
        output = Output(os.path.join(self._folder, file), sys.maxsize)
        for frame in frames_of(frames, "write_table"):
            output.take(frame, "write_table")
        rows = output.end()
        self._request({"ask": "write-table", "text": str(name), "file": file, "rows": rows})

    def put(self, path, data):
        """Puts bytes at a path of the run's own."""
        file = self._file()
        with open(os.path.join(self._folder, file), "wb") as out:
            out.write(data.encode("utf-8") if isinstance(data, str) else data)
        self._request({"ask": "put", "text": str(path), "file": file})

    def execute(self, sql):
        """Runs SQL in the target, as the role of upload scripts."""
        self._request({"ask": "execute", "text": str(sql)})


def returned_script(table, script):
    if isinstance(script, str):
        script = {"text": script}
    if not isinstance(script, dict) or not isinstance(script.get("text"), str):
        raise Refused("returned-script", table=table)
    known = {key: script[key] for key in ("text", "language", "source") if isinstance(script.get(key), str)}
    return {"table": str(table), **known}


def upload(functions, job, output):
    function = functions.get("upload")
    if function is None:
        raise Refused("no-upload")
    returned = function(Tables(job["inputs"]), Target(request, job))
    if not isinstance(returned, dict):
        raise Refused("no-scripts", type=type(returned).__name__)
    return [returned_script(table, script) for table, script in returned.items()]


KINDS = {"extract": extract, "transform": transform, "rule": rule}


def parameters(script):
    """The functions of a script and what they take, without running it."""
    found = {}
    for node in ast.parse(script, SCRIPT).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = [one.arg for one in node.args.args]
    return found


def line_of(error):
    if isinstance(error, SyntaxError) and error.filename == SCRIPT:
        return error.lineno or 1
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == SCRIPT]
    return lines[-1] if lines else 1


def own_trace(error):
    """The frames that are the script's own, and the error: what its author needs, and raw data for everybody else."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == SCRIPT]
    lines = [f"line {frame.lineno}, in {frame.name}" for frame in frames]
    return "\n".join([*lines, f"{type(error).__name__}: {error}"])[:20_000]


def perform(job):
    if job["kind"] == "describe":
        return {"functions": parameters(job["script"])}
    code = compile(job["script"], SCRIPT, "exec")
    seeded(job)
    module = {"__name__": "module_script"}
    output = Output(job["output"], job["mostRows"])
    with time_machine.travel(job["now"], tick=False):
        exec(code, module)
        if job["kind"] == "upload":
            return {"scripts": upload(module, job, output)}
        KINDS[job["kind"]](module, job, output)
    return {"rows": output.end()}


def show_warning(message, category, filename, lineno, file=None, line=None):
    """Without the paths and the lines of libraries."""
    where = f"line {lineno}: " if filename == SCRIPT else ""
    print(f"{where}{category.__name__}: {message}", file=sys.stderr)


def flush():
    """Whoever gets the answer ends this process: what was printed must be out by then. A script may have closed its streams, or put others there."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:
            pass


def outcome(job):
    try:
        return {"value": perform(job)}
    except Refused as error:
        return {"refused": error.reason, "params": error.params, "line": error.line or line_of(error)}
    except MemoryError as error:
        return {"limit": "RAM", "line": line_of(error)}
    except Asked as error:
        return {"asked": str(error)}
    except (SystemExit, KeyboardInterrupt, Exception) as error:
        return {"failed": type(error).__name__[:100], "line": line_of(error), "trace": own_trace(error)}
    finally:
        flush()


def main():
    # What was printed is there when the script is stopped.
    sys.stdout.reconfigure(line_buffering=True)
    warnings.showwarning = show_warning
    answer({"ready": True})
    line = jobs.readline()
    if not line:
        return
    answer(outcome(json.loads(line)))


main()