"""The benchmark's job in pandas, as somebody who knows it would write it: one process, vectorised, no row by row code but hashing."""
import hashlib, hmac, io, json, os, sys, time

import numpy as np
import pandas as pd
import psycopg2

task = json.loads(sys.argv[1])
stages, start, used = {}, time.perf_counter(), time.process_time()
last = start


def lap(stage):
    global last
    now = time.perf_counter()
    stages[stage] = now - last
    last = now


names = ["id", "email", "full_name", "phone", "birth_date", "gender", "city", "income", "registered_at", "points", "status", "note"]
raw_path = os.path.join(task["folder"], "people.csv")
with psycopg2.connect(task["databaseUrl"]) as connection, connection.cursor() as cursor, open(raw_path, "wb") as file:
    cursor.copy_expert(f"copy (select * from {task['table']}) to stdout (format csv)", file)
frame = pd.read_csv(raw_path, names=names, dtype=str, keep_default_na=False, engine="pyarrow")
os.remove(raw_path)
lap("extract")

raw = frame.copy(deep=False)
tokens = {"", "N/A", "-", "н/д"}
for column in names:
    if column != "registered_at":
        frame[column] = frame[column].str.strip()
frame["email"] = frame["email"].str.lower()
frame["gender"] = frame["gender"].str.lower()
frame["status"] = frame["status"].str.lower()
frame["city"] = frame["city"].str.upper()
for column in names:
    frame[column] = frame[column].mask(frame[column].isin(tokens))
frame["id"] = pd.to_numeric(frame["id"].where(frame["id"].str.fullmatch(r"\d+")), errors="coerce").astype("Int64")
birth_text = frame["birth_date"]
dotted = birth_text.str.replace("/", ".", regex=False)
birth = pd.to_datetime(dotted, format="%d.%m.%Y", errors="coerce").fillna(pd.to_datetime(birth_text, format="%Y-%m-%d", errors="coerce"))
genders = {**dict.fromkeys(["f", "ж", "жен", "female"], "female"), **dict.fromkeys(["m", "м", "муж", "male"], "male")}
frame["gender"] = frame["gender"].map(genders)
income = pd.to_numeric(frame["income"].str.replace(",", ".", regex=False).str.replace(r"[ \u00a0]", "", regex=True), errors="coerce")
points = pd.to_numeric(frame["points"].where(frame["points"].str.fullmatch(r"\d+")), errors="coerce").fillna(0).astype("int64")
bad = (
    frame["id"].isna()
    | ~frame["email"].str.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+").fillna(False).astype(bool)
    | (birth.isna() & birth_text.notna())
    | (income.isna() & frame["income"].notna())
)
frame["birth_date"], frame["income"], frame["points"] = birth, income, points
frame["registered_at"] = pd.to_datetime(frame["registered_at"])
raw[bad].to_parquet(os.path.join(task["folder"], "quarantine.parquet"))
extracted, rejected = len(frame), int(bad.sum())
del raw
frame = frame[~bad]
lap("cleanse")

before = len(frame)
frame = frame.sort_values("registered_at", ascending=False, kind="stable").drop_duplicates("id")
deduplicated = before - len(frame)
frame["income"] = frame["income"].fillna(frame["income"].median())
size = frame.groupby([frame["birth_date"].dt.year, "gender", "city"], dropna=False)["id"].transform("size")
suppressed = int((size < 5).sum())
frame = frame[size >= 5].copy()
lap("keys and protect")

key_id, key_email, key_name, key_shift = (os.urandom(32) for _ in range(4))
sha = hashlib.sha256
hmac_hex = lambda key, value: hmac.digest(key, value.encode(), "sha256").hex()[:32]
identity = frame["id"].astype(str)
pick = lambda key, value: int.from_bytes(sha(key + value.encode()).digest()[:7], "big")
frame["registered_at"] += pd.to_timedelta([pick(key_shift, v) % 60 - 30 for v in identity], unit="D")
frame["id"] = [hmac_hex(key_id, v) for v in identity]
frame["email"] = [hmac_hex(key_email, v) for v in frame["email"]]
fakes = {v: f"Имя{pick(key_name, v) % 300} Фамилия{pick(key_name, v) // 300 % 300}" for v in frame["full_name"].dropna().unique()}
frame["full_name"] = frame["full_name"].map(fakes)
frame["phone"] = frame["phone"].map(lambda v: "*" * (len(v) - 2) + v[-2:], na_action="ignore")
frame["birth_date"] = frame["birth_date"].dt.to_period("Y").dt.start_time
frame["income"] = (frame["income"] // 1000 * 1000).astype("int64")
note = frame["note"].str.replace(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "[email]", regex=True)
frame["note"] = note.str.replace(r"(?:\+7|8)[ (-]*\d{3}[ )-]*\d{3}[ -]*\d{2}[ -]*\d{2}", "[phone]", regex=True)
lap("anonymize")

path = os.path.join(task["folder"], "people.parquet")
frame.sort_values("id").to_parquet(path, index=False, compression="zstd")
with open(path, "rb") as file:
    hashlib.file_digest(file, "sha256")
lap("write")
counts = {"extracted": extracted, "published": len(frame), "rejected": rejected, "deduplicated": deduplicated, "suppressed": suppressed}
assert counts["extracted"] == sum(v for k, v in counts.items() if k != "extracted"), counts
print(json.dumps({"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - used, "stages": stages, "counts": counts}))
