"""Some of the answers of customers-api, out of its own database, by FastAPI on one worker of uvicorn: health, a get, a first page.

Statements run on the event loop itself, which takes less than handing each to a thread; nothing is logged."""

import socket
import sqlite3
import sys
import uuid
from datetime import datetime, timedelta, timezone

import uvicorn
from fastapi import FastAPI, HTTPException, Query, Response
from pydantic import BaseModel

COLUMNS = "id, name, email, phone, address, company, tags, registered_at, created_at, updated_at, version, updated_by"
START = datetime(1970, 1, 1, tzinfo=timezone.utc)

database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
app = FastAPI()


class Health(BaseModel):
    status: str
    timestamp: str
    version: str
    replicate: bool


class Customer(BaseModel):
    customer_id: uuid.UUID
    name: str
    email: str | None
    phone: str | None
    address: str | None
    company: str | None
    tags: list[str]
    registration_date: str
    created_at: str
    updated_at: str
    version: int
    updated_by: str | None


def moment(microseconds):
    return (START + timedelta(microseconds=microseconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def customer(row):
    id, name, email, phone, address, company, tags, registered, created, updated, version, by = row
    return Customer(
        customer_id=uuid.UUID(bytes=id), name=name, email=email, phone=phone, address=address, company=company,
        tags=tags.split() if tags else [], registration_date=moment(registered), created_at=moment(created),
        updated_at=moment(updated), version=version, updated_by=by)


@app.get("/api/health")
async def health() -> Health:
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Health(status="OK", timestamp=now, version="1", replicate=True)


@app.get("/api/customers/{id}")
async def one(id: uuid.UUID, response: Response) -> Customer:
    row = database.execute(f"SELECT {COLUMNS} FROM customer WHERE id = ?", [id.bytes]).fetchone()
    if row is None:
        raise HTTPException(404)
    found = customer(row)
    response.headers["ETag"] = f'"{found.version}"'
    return found


@app.get("/api/customers")
async def page(limit: int = Query(1_000, ge=1, le=1_000)) -> list[Customer]:
    rows = database.execute(f"SELECT {COLUMNS} FROM customer ORDER BY name_fold, id LIMIT ?", [limit])
    return [customer(row) for row in rows]


listener = socket.create_server(("127.0.0.1", 0), backlog=1_024)
print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, loop="uvloop", http="httptools", log_level="error", access_log=False)).run(sockets=[listener])
