import { saidIn } from "#lib/kernel";

/** Classes of errors whose names say nothing of the data: Python's own, and those of the libraries that every script has. */
const errorClasses: ReadonlySet<string> = new Set(
  `ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError
  BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
  DeprecationWarning EOFError EncodingWarning Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError
  FutureWarning GeneratorExit ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
  KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError
  OverflowError PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning
  RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError
  TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError
  UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
  CalledProcessError DivisionByZero Empty Error Full Inexact InvalidOperation JSONDecodeError PatternError PickleError
  PicklingError TimeoutExpired UnpicklingError ZoneInfoNotFoundError error gaierror herror
  AbstractMethodError CSSWarning CategoricalConversionWarning ChainedAssignmentError DataError DtypeWarning
  DuplicateLabelError EmptyDataError ClosedFileError IncompatibilityWarning IncompatibleFrequency IndexingError
  IntCastingNaNError InvalidColumnName InvalidComparison InvalidIndexError InvalidVersion LossySetitemError MergeError
  NoBufferPresent NullFrequencyError NumExprClobberingError NumbaUtilError OptionError OutOfBoundsDatetime
  OutOfBoundsTimedelta ParserError ParserWarning PerformanceWarning PossibleDataLossError PossiblePrecisionLoss
  PyperclipException PyperclipWindowsException SettingWithCopyError SettingWithCopyWarning SpecificationError
  UndefinedVariableError UnsortedIndexError UnsupportedFunctionCall ValueLabelTypeMismatch
  AxisError ComplexWarning DTypePromotionError LinAlgError RankWarning TooHardError VisibleDeprecationWarning
  ArrowCancelled ArrowCapacityError ArrowException ArrowIndexError ArrowInvalid ArrowKeyError ArrowMemoryError
  ArrowNotImplementedError ArrowSerializationError ArrowTypeError`.split(/\s+/),
);

/** Words that types of Python, pandas, numpy and Arrow are named by. */
const typeWords: ReadonlySet<string> = new Set(
  `ArrowExtensionArray BooleanArray Categorical CategoricalDtype DataFrame DataFrameGroupBy Decimal DatetimeIndex Float64 Index
  Int64 Int64Index Interval IntervalIndex MultiIndex NAType NaTType NoneType Path Period PeriodIndex RangeIndex Series
  SeriesGroupBy StringDtype Table Timedelta TimedeltaIndex Timestamp UUID
  array binary bool bool_ boolean builtin_function_or_method bytearray bytes category complex complex128 complex64 date date32
  date64 datetime datetime64 decimal decimal128 decimal256 dict dictionary double duration element ellipsis extension
  fixed_size_list fixed_size_binary float float16 float32 float64 frozenset function generator halffloat int int16 int32 int64
  int8 interval item key_value large_binary large_list large_string list list_view map memoryview method module ms ndarray not
  ns null object object_ period range right left both neither s set slice str str_ string struct time time32 time64 timedelta
  timedelta64 timestamp tuple type uint16 uint32 uint64 uint8 us UTC utc values`.split(/\s+/),
);

/** What stands for a word that only the data can have said. */
const hidden = "…";
/** The runner names as many. */
const mostTypes = 4;

/**
 * What may be shown of the words that come out of a sandbox: a script may put any value of the data there, and its errors are read
 * by people who may not see raw values. A word stays where the script or the document says it itself, or where everybody knows it.
 */
export class ShownWords {
  private readonly isSaid: (word: string) => boolean;
  private readonly lines: number;
  private readonly counts: ReadonlySet<number>;

  /** @param counts numbers that the product has itself, such as a limit: any other may be a value */
  constructor(script: string, names: readonly string[], counts: readonly number[] = []) {
    const isSaid = saidIn([script]);
    const known = new Set(names);
    this.isSaid = (word) => known.has(word) || isSaid(word);
    this.lines = script.split("\n").length;
    this.counts = new Set(counts);
  }

  /** The class of an error. */
  errorClass(given: string): string {
    return errorClasses.has(given) || this.isSaid(given) ? given : "Exception";
  }

  /** A line of the script. */
  line(given: number): number {
    return Number.isInteger(given) && given >= 1 && given <= this.lines ? given : 1;
  }

  /** Names, types and counts that fill a sentence. */
  params(given: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>> {
    const shown = (key: string, value: string | number): string | number => {
      if (typeof value === "number") return this.counts.has(value) ? value : hidden;
      return key === "type" || key === "types" ? this.types(value) : this.name(value);
    };
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, shown(key, value)]));
  }

  /** What has a name. */
  name(given: string): string {
    return this.isSaid(given) || typeWords.has(given) ? given : hidden;
  }

  /** Some types, each by its name alone: what stands in its brackets may be anything, digits too. */
  private types(given: string): string {
    let outer = given.replace(/\(\d+, ?-?\d+\)/g, "");
    for (let inner = ""; inner !== outer; ) {
      inner = outer;
      outer = inner.replace(/<[^<>]*>/g, "");
    }
    const types = outer.split(/, (?![^[]*\])/);
    return types.length > mostTypes ? hidden : types.map((one) => this.type(one)).join(", ");
  }

  private type(given: string): string {
    const word = /^([\p{L}\p{N}_]+)(?:\[(?:s|ms|us|ns)(?:, tz=UTC)?\])?$/u.exec(given)?.[1];
    const isKnown =
      word !== undefined && (typeWords.has(word) || errorClasses.has(word) || this.isSaid(word));
    return isKnown ? given : hidden;
  }
}
