#!/usr/bin/env bash
# What Lighthouse says of our pages on a phone: make lighthouse (Node and Chromium are needed).
# Serves as in production on this machine, with the demo neighbourhood, from a folder that is removed after.
set -euo pipefail
cd "$(dirname "$0")/../.."
port=8771
folder=$(mktemp -d)
python=.venv/bin/python
export CHROME_PATH=${CHROME_PATH:-$(command -v chromium || command -v google-chrome)}
export DJANGO_SETTINGS_MODULE=config.settings.local_production SITE_URL="http://127.0.0.1:$port"
export DATABASE_URL="sqlite:///$folder/site.sqlite3" STATIC_ROOT="$folder/static" FRESHNESS_FILE="$folder/changed"
export BIND="127.0.0.1:$port" WEB_WORKERS=2

server=
trap '[ -z "$server" ] || kill "$server"; wait || true; rm -rf "$folder"' EXIT
$python manage.py migrate -v0
$python manage.py collectstatic --noinput -v0
$python manage.py demo >/dev/null
$python -m gunicorn -c site/gunicorn.conf.py --log-level warning 2>/dev/null &
server=$!
for _ in $(seq 100); do curl -sfo /dev/null "$SITE_URL/nl/" && break; sleep 0.2; done
npm install --silent --no-audit --no-fund --prefix "$folder/node" lighthouse@13 >/dev/null

printf '%-34s%12s%15s%16s%6s\n' page performance accessibility best-practices seo
for path in /nl/ /nl/hoe-werkt-het/ /nl/soorten-hulp/ /nl/agenda/ /nl/agenda/wandeling/ /nl/zoeken/ /nl/hulp/vragen/ /nl/hulp/bel-mij/ /ar/; do
  [ "$(curl -so /dev/null -w '%{http_code}' "$SITE_URL$path")" = 200 ] || { echo "$path is not there"; continue; }
  for _ in 1 2 3 4 5 6; do curl -so /dev/null "$SITE_URL$path"; done  # as after the first reader, in both workers
  for _ in 1 2 3; do  # Chromium now and then loses the trace of a page
    "$folder/node/node_modules/.bin/lighthouse" "$SITE_URL$path" --quiet --output=json \
      --output-path="$folder/told.json" --chrome-flags="--headless --no-sandbox" 2>"$folder/errors" && break
  done
  [ -s "$folder/told.json" ] || { cat "$folder/errors" >&2; exit 1; }
  node -e '
    const told = JSON.parse(require("fs").readFileSync(process.argv[1]));
    const score = (name) => Math.round(told.categories[name].score * 100);
    const widths = {performance: 12, accessibility: 15, "best-practices": 16, seo: 6};
    console.log(process.argv[2].padEnd(34) + Object.entries(widths).map(([n, w]) => String(score(n)).padStart(w)).join(""));
    for (const audit of Object.values(told.audits))
      if (audit.score !== null && audit.score < 0.9 && ["binary", "metricSavings"].includes(audit.scoreDisplayMode))
        console.log("    " + audit.id + ": " + (audit.displayValue ?? audit.title));
  ' "$folder/told.json" "$path"
  rm "$folder/told.json"
done
