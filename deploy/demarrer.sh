#!/usr/bin/env bash
# Tout le service sur une machine sans Docker ni systemd, pour un essai ou pour les tests :
#   deploy/demarrer.sh [réglages]      (par défaut deploy/.env)
# PostgreSQL privé (sauf si TECS_POSTGRES_URL en nomme un autre), Dagster (interface et démon), un
# tableau de bord par adresse de TECS_DASHBOARDS, Caddy. Un processus qui meurt est relancé. Ctrl-C
# arrête tout. Numéros de processus et journaux : TECS_STATE/run et TECS_STATE/journaux.
set -euo pipefail
cd "$(dirname "$0")/.."
if [[ -f ${1:-deploy/.env} ]]; then
    set -a
    # shellcheck source=/dev/null
    source "${1:-deploy/.env}"
    set +a
fi
export TECS_DATA=${TECS_DATA:-$PWD/data} TECS_STATE=${TECS_STATE:-$PWD/data/service}
export TECS_DASHBOARDS=${TECS_DASHBOARDS:-127.0.0.1:8501 127.0.0.1:8502}
export TECS_CADDY_LOG=${TECS_CADDY_LOG:-$TECS_STATE/journaux/acces.log}
export DAGSTER_HOME=$TECS_STATE/dagster
export STREAMLIT_SERVER_ADDRESS=${STREAMLIT_SERVER_ADDRESS:-127.0.0.1}
export PATH=$PWD/.venv/bin:$PATH
python=$PWD/.venv/bin/python
if [[ -z ${STREAMLIT_SERVER_COOKIE_SECRET:-} ]]; then # une même clé pour tous les tableaux de bord
    STREAMLIT_SERVER_COOKIE_SECRET=$("$python" -c 'import secrets; print(secrets.token_hex(32))')
    export STREAMLIT_SERVER_COOKIE_SECRET
fi
mkdir -p "$TECS_STATE"/{run,journaux} "$DAGSTER_HOME"
cp deploy/dagster.yaml "$DAGSTER_HOME/"

garder() { # nom commande… : la lance, la relance une seconde après sa fin, note son numéro
    local nom=$1
    shift
    while true; do
        "$@" >>"$TECS_STATE/journaux/$nom.log" 2>&1 &
        echo $! >"$TECS_STATE/run/$nom.pid"
        wait $! || true
        sleep 1
    done &
    boucles+=($!)
}

arreter() {
    trap - EXIT INT TERM
    kill "${boucles[@]}" 2>/dev/null || true
    local fichier numeros=()
    for fichier in "$TECS_STATE"/run/*.pid; do
        numeros+=("$(<"$fichier")")
        rm -f "$fichier"
    done
    kill "${numeros[@]}" 2>/dev/null || true
    for _ in $(seq 300); do # leur fin, pour qu'un nouveau démarrage trouve la place libre
        kill -0 "${numeros[@]}" 2>/dev/null || break
        sleep 0.1
    done
    [[ -z ${prise:-} ]] || rm -rf "$prise"
}
boucles=()
trap 'arreter; exit 0' EXIT INT TERM

preparer_postgres() { # une grappe privée, par une prise de fichier seulement : aucun port ouvert
    local programmes base=$TECS_STATE/postgres
    programmes=$(dirname "$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
    comme=()
    if [[ $EUID == 0 ]]; then # PostgreSQL refuse d'être lancé par root
        comme=(setpriv --reuid=postgres --regid=postgres --clear-groups)
        mkdir -p "$base" && chown postgres: "$base"
    fi
    if [[ ! -f $base/PG_VERSION ]]; then
        "${comme[@]}" "$programmes/initdb" --pgdata="$base" --username=tecs --auth=trust \
            --encoding=UTF8 --locale=C >"$TECS_STATE/journaux/initdb.log"
    fi
    prise=$(mktemp -d "${TMPDIR:-/tmp}/tecs-pg-XXXXXX") # un chemin court : 107 caractères au plus
    [[ $EUID == 0 ]] && chown postgres: "$prise"
    garder postgres "${comme[@]}" "$programmes/postgres" -D "$base" -c listen_addresses= \
        -c unix_socket_directories="$prise"
    export TECS_POSTGRES_URL="postgresql+psycopg2://tecs@/postgres?host=$prise"
    for _ in $(seq 100); do [[ -S $prise/.s.PGSQL.5432 ]] && break || sleep 0.1; done
}

[[ -n ${TECS_POSTGRES_URL:-} ]] || preparer_postgres
garder dagster-webserver "$python" -m dagster_webserver -h 127.0.0.1 -p "${TECS_STUDIO_PORT:-3000}" \
    -m pipelines.definitions
garder dagster-daemon "$python" -m dagster._daemon run -m pipelines.definitions
for adresse in $TECS_DASHBOARDS; do
    garder "tableau-${adresse##*:}" "$python" -m pipelines dashboard --port "${adresse##*:}"
done
garder caddy caddy run --config deploy/Caddyfile --adapter caddyfile
echo "Service : ${TECS_SITE:-http://localhost:8080} — Dagster : http://127.0.0.1:${TECS_STUDIO_PORT:-3000}"
wait
