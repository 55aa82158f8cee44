#!/bin/sh
# Runs once, when the database is new: the application's own role, which owns nothing, and the keystore beside it.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v password="$APP_PASSWORD" <<'SQL'
CREATE ROLE entraide_app LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE entraide_keys;
REVOKE ALL ON DATABASE entraide, entraide_keys FROM PUBLIC;
GRANT CONNECT ON DATABASE entraide, entraide_keys TO entraide_app;
SQL
