"""A column rule of a script: values in, as many values out, and the same again for the same."""

import contextlib
import os
import random

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etlx_frames import CHUNK_ROWS, Refused, name_of, to_array, to_frame

# On so many values a column rule is run twice: what it returns must be the same.
COMPARED_VALUES = 1000


def applied(function, values, name):
    """What a column rule makes of a Series, as an array of one type with as many values."""
    made = function(values.copy())
    if not isinstance(made, pd.Series):
        raise Refused("no-series", function, function=name_of(function), type=type(made).__name__)
    if len(made) != len(values):
        raise Refused("other-length", function, function=name_of(function), made=len(made), given=len(values))
    if not made.index.equals(values.index):
        raise Refused("other-index", function, function=name_of(function))
    return to_array(made, name, function)


def seeded(job):
    random.seed(job["seed"])
    np.random.seed(job["seed"] % 2**32)


def assert_same(function, values, job):
    """The same values must give the same again; of a rule of single values, in any order and company."""
    is_local = job["scope"] == "values"
    head = values.head(COMPARED_VALUES)
    seeded(job)
    first = applied(function, head, job["column"]).to_pylist()
    seeded(job)
    if is_local:
        turned = head.iloc[::-1].reset_index(drop=True)
        half = len(turned) // 2
        parts = [turned.iloc[:half].reset_index(drop=True), turned.iloc[half:].reset_index(drop=True)]
        again = [one for part in parts if len(part) > 0 for one in applied(function, part, job["column"]).to_pylist()][::-1]
    else:
        again = applied(function, head, job["column"]).to_pylist()
    if repr(first) != repr(again):
        raise Refused("not-of-value" if is_local else "not-same", function, count=len(head))


def rule(functions, job, output):
    function = functions.get("rule")
    if function is None:
        raise Refused("no-rule")
    found = pq.ParquetFile(job["inputs"][0]["file"])
    whole = job["scope"] == "column"
    batches = [found.read()] if whole else (pa.Table.from_batches([one]) for one in found.iter_batches(batch_size=CHUNK_ROWS))
    wanted, waiting, is_first = None, [], True
    for table in batches:
        ids, values = table.column("id"), to_frame(table.select(["value"]))["value"].rename(job["column"])
        if is_first and len(values) > 0:
            # What it says about them it says again.
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
                assert_same(function, values, job)
        if is_first:
            seeded(job)
        is_first = False
        made = applied(function, values, job["column"])
        if pa.types.is_null(made.type) and wanted is None:
            waiting.append((ids, made))
            continue
        if wanted is None:
            wanted = made.type
        elif not made.type.equals(wanted):
            made = cast_like(made, wanted, job["column"], function)
        waiting.append((ids, made))
        for one_ids, one in waiting:
            output.write(rule_table(one_ids, one, wanted), function)
        waiting = []
    for one_ids, one in waiting or ([] if output.writer else [(pa.array([], pa.int64()), pa.array([], pa.string()))]):
        output.write(rule_table(one_ids, one, wanted or pa.string()), function)


def rule_table(ids, made, wanted):
    return pa.table({"id": ids.cast(pa.int64()), "published": made.cast(wanted)})


def cast_like(made, wanted, name, function):
    try:
        return made.cast(wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise Refused("mixed-types", function, column=name, types=f"{wanted}, {made.type}") from error
