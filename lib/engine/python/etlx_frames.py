"""DataFrames from Parquet and back, with types that neither side rounds or blurs, and what is refused of them."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

CHUNK_ROWS = 100_000


class Refused(Exception):
    """What the person who wrote the script must change: a reason of `script-refusals.ts`, filled with names and counts at most."""

    def __init__(self, reason, at=None, **params):
        super().__init__(reason)
        self.reason = reason
        self.params = {name: one if isinstance(one, int) else str(one)[:100] for name, one in params.items()}
        # What is wrong with a result is said at the function that returned it.
        self.line = getattr(getattr(at, "__code__", None), "co_firstlineno", None)


def pandas_type(arrow_type):
    """Types that pandas' own would round or blur keep Arrow's: whole numbers with gaps, decimals, dates, binary."""
    if pa.types.is_integer(arrow_type):
        return {8: pd.Int8Dtype(), 16: pd.Int16Dtype(), 32: pd.Int32Dtype(), 64: pd.Int64Dtype()}.get(arrow_type.bit_width)
    if pa.types.is_boolean(arrow_type):
        return pd.BooleanDtype()
    if pa.types.is_string(arrow_type) or pa.types.is_floating(arrow_type) or pa.types.is_timestamp(arrow_type):
        return None
    return pd.ArrowDtype(arrow_type)


def read_frame(file):
    # Read as a file, not as a dataset: nothing but this one path is looked at.
    return to_frame(pq.ParquetFile(file).read())


def to_frame(table):
    return table.to_pandas(types_mapper=pandas_type, timestamp_as_object=False)


def name_of(function):
    return function if isinstance(function, str) else getattr(function, "__name__", "?")


def index_that_matters(index):
    """The name of an index that holds data, which a table of columns would lose; what only numbers rows is none."""
    named = [str(name) for name in index.names if name is not None]
    if named:
        return ", ".join(named)
    return None if pd.api.types.is_integer_dtype(index.dtype) or len(index) == 0 else str(index.dtype)


def checked_frame(frame, function):
    if not isinstance(frame, pd.DataFrame):
        raise Refused("no-frame", function, function=name_of(function), type=type(frame).__name__)
    names = [str(name) for name in frame.columns]
    twice = [name for at, name in enumerate(names) if name.lower() in [other.lower() for other in names[:at]]]
    if twice:
        raise Refused("column-twice", function, column=twice[0])
    if not names:
        raise Refused("no-columns", function)
    lost = index_that_matters(frame.index)
    if lost is not None:
        raise Refused("index-lost", function, index=lost)
    frame = frame.copy(deep=False)
    frame.columns = names
    return frame


def kinds_of(column):
    """The Python types of a column's values, for who must find out which of them do not belong."""
    found = sorted({type(value).__name__ for value in column.head(CHUNK_ROWS) if value is not None})
    return ", ".join(found[:4])


def to_array(column, name, function, wanted=None):
    try:
        array = pa.Array.from_pandas(column, type=wanted)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError) as error:
        raise Refused("mixed-types", function, column=name, types=kinds_of(column)) from error
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_timestamp(array.type) and array.type.unit == "ns":
        array = array.cast(pa.timestamp("us", array.type.tz), safe=False)
    if pa.types.is_nested(array.type) or pa.types.is_duration(array.type):
        raise Refused("unknown-type", function, column=name, type=array.type)
    return array


def to_arrow(frame, function, schema=None):
    arrays, fields = [], []
    for at, name in enumerate(frame.columns):
        array = to_array(frame.iloc[:, at], name, function, None if schema is None else schema.field(name).type)
        if pa.types.is_null(array.type):
            array = array.cast(pa.string())
        arrays.append(array)
        fields.append(pa.field(name, array.type))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def chunks(file, rows=CHUNK_ROWS):
    found = pq.ParquetFile(file)
    for batch in found.iter_batches(batch_size=rows):
        yield to_frame(pa.Table.from_batches([batch]))
