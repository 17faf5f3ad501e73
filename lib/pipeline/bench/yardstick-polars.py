"""The benchmark's job in Polars with ADBC, as somebody who knows it would write it: Arrow from the source, expressions, distinct values hashed once."""
import hashlib, hmac, json, os, sys, time

import adbc_driver_postgresql.dbapi as dbapi
import polars as pl

task = json.loads(sys.argv[1])
stages, start, used = {}, time.perf_counter(), time.process_time()
last = start


def lap(stage):
    global last
    now = time.perf_counter()
    stages[stage] = now - last
    last = now


with dbapi.connect(task["databaseUrl"]) as connection, connection.cursor() as cursor:
    cursor.execute(f"select * from {task['table']}")
    frame = pl.from_arrow(cursor.fetch_arrow_table())
lap("extract")

tokens = ["", "N/A", "-", "н/д"]
text = ["id", "email", "full_name", "phone", "birth_date", "gender", "city", "income", "points", "status", "note"]
c = pl.col
genders = {**dict.fromkeys(["f", "ж", "жен", "female"], "female"), **dict.fromkeys(["m", "м", "муж", "male"], "male")}
day = c("birth_date")
clean = (
    frame.lazy()
    .with_columns(pl.col(text).str.strip_chars())
    .with_columns(c("email", "gender", "status").str.to_lowercase(), c("city").str.to_uppercase())
    .with_columns([pl.when(c(n).is_in(tokens)).then(None).otherwise(c(n)).alias(n) for n in text])
    .with_columns(
        id=c("id").cast(pl.Int64, strict=False),
        birth=pl.coalesce(
            day.str.replace_all("/", ".", literal=True).str.to_date("%d.%m.%Y", strict=False), day.str.to_date("%Y-%m-%d", strict=False)
        ),
        gender=c("gender").replace_strict(genders, default=None),
        amount=c("income").str.replace_all(",", ".", literal=True).str.replace_all(" ", "", literal=True).cast(pl.Decimal(12, 2), strict=False),
        points=c("points").cast(pl.Int64, strict=False).fill_null(0),
    )
    .with_columns(
        bad=c("id").is_null()
        | ~c("email").str.contains(r"^[^@\s]+@[^@\s]+\.[^@\s]+$").fill_null(False)
        | (c("birth").is_null() & day.is_not_null())
        | (c("amount").is_null() & c("income").is_not_null())
    )
    .collect()
)
extracted, rejected = clean.height, int(clean["bad"].sum())
frame.filter(clean["bad"]).write_parquet(os.path.join(task["folder"], "quarantine.parquet"))
del frame
clean = clean.filter(~c("bad")).drop("bad", "birth_date", "income")
lap("cleanse")

before = clean.height
clean = clean.sort("registered_at", descending=True).unique("id", keep="first")
deduplicated = before - clean.height
clean = clean.with_columns(amount=c("amount").cast(pl.Float64).fill_null(c("amount").cast(pl.Float64).median()))
clean = clean.with_columns(size=pl.len().over(c("birth").dt.year(), "gender", "city"))
suppressed = clean.filter(c("size") < 5).height
clean = clean.filter(c("size") >= 5).drop("size")
lap("keys and protect")

key_id, key_email, key_name, key_shift = (os.urandom(32) for _ in range(4))
hmac_hex = lambda key, values: pl.Series([hmac.digest(key, v.encode(), "sha256").hex()[:32] for v in values])
pick = lambda key, value: int.from_bytes(hashlib.sha256(key + value.encode()).digest()[:7], "big")
identity = clean["id"].cast(pl.String)
distinct = clean["full_name"].drop_nulls().unique()
fakes = {v: f"Имя{pick(key_name, v) % 300} Фамилия{pick(key_name, v) // 300 % 300}" for v in distinct}
result = clean.with_columns(
    id=hmac_hex(key_id, identity),
    email=hmac_hex(key_email, clean["email"]),
    full_name=c("full_name").replace_strict(fakes, default=None),
    phone=pl.lit("********************").str.slice(0, c("phone").str.len_chars() - 2) + c("phone").str.tail(2),
    birth=c("birth").dt.truncate("1y"),
    amount=(c("amount") // 1000 * 1000).cast(pl.Int64),
    registered_at=c("registered_at") + pl.duration(days=pl.Series([pick(key_shift, v) % 60 - 30 for v in identity])),
    note=c("note")
    .str.replace_all(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "[email]")
    .str.replace_all(r"(?:\+7|8)[ (-]*[0-9]{3}[ )-]*[0-9]{3}[ -]*[0-9]{2}[ -]*[0-9]{2}", "[phone]"),
)
lap("anonymize")

path = os.path.join(task["folder"], "people.parquet")
result.sort("id").write_parquet(path, compression="zstd")
with open(path, "rb") as file:
    hashlib.file_digest(file, "sha256")
lap("write")
counts = {"extracted": extracted, "published": result.height, "rejected": rejected, "deduplicated": deduplicated, "suppressed": suppressed}
assert counts["extracted"] == sum(v for k, v in counts.items() if k != "extracted"), counts
print(json.dumps({"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - used, "stages": stages, "counts": counts}))
