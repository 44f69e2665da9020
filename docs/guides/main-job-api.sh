#!/bin/sh
# The whole main job with the API alone: design, approval by another person, cohort, gradebook, awards, badges, claim, share,
# verification, revocation. Needs a running demonstration (./demo), curl and python3.
#
#   docs/guides/main-job-api.sh [FOLDER]       FOLDER is the demonstration's data folder (default: .demo)
#   SITE=http://localhost:8000                 where it runs
set -eu

site=${SITE:-http://localhost:8000}
folder=${1:-.demo}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run=$(date +%Y%m%d-%H%M%S)

# value NAME < JSON: one value of an answer, by the path to it ("items.0.id").
value() {
    python3 -c '
import json, sys
found = json.load(sys.stdin)
for step in sys.argv[1].split("."):
    found = found[int(step)] if isinstance(found, list) else found[step]
print(found)' "$1"
}

# call KEY METHOD PATH [curl options]: the answer; stops with the problem when it is refused.
call() {
    key=$1 method=$2 path=$3
    shift 3
    status=$(curl -sS -X "$method" "$site$path" -o "$work/answer" -w '%{http_code}' \
        -H "Authorization: Bearer $key" -H "Idempotency-Key: $run-$(od -An -N8 -tx1 /dev/urandom | tr -d ' ')" "$@")
    case $status in
    2*) cat "$work/answer" ;;
    *) printf '%s %s was refused (%s):\n' "$method" "$path" "$status" >&2; cat "$work/answer" >&2; exit 1 ;;
    esac
}

# json KEY METHOD PATH BODY: the same with a JSON body.
json() { call "$1" "$2" "$3" -H 'Content-Type: application/json' --data "$4"; }

author=$(value bruno < "$folder/api-keys.json")
reviewer=$(value carla < "$folder/api-keys.json")
approver=$(value pavel < "$folder/api-keys.json")
registrar=$(value rositsa < "$folder/api-keys.json")

echo "== 1. Who we are"
call "$author" GET /api/v1/organisation | value did

echo "== 2. A design, checked against the European standard elements, and submitted"
cat > "$work/design.json" <<'JSON'
{"draft": {
  "title": {"en": "Judging information online", "bg": "Оценяване на информация онлайн"},
  "description": {"en": "Find, judge and cite sources.", "bg": "Намирате, преценявате и цитирате източници."},
  "form": "skill",
  "languages": ["en", "bg"],
  "learning_outcomes": [
    {"id": "o1", "statement": {"en": "Evaluates the reliability of a source", "bg": "Оценява надеждността на източник"}}
  ],
  "workload": {"hours": "26", "ects": "1"},
  "level": {"eqf": 6, "cycle": "first"},
  "assessments": [
    {"id": "project", "title": {"en": "Project", "bg": "Проект"}, "type": "project_work", "weight": "100", "maximum": "100",
     "mandatory": true, "threshold": "50", "outcomes": ["o1"]}
  ],
  "participation": ["online"],
  "quality_assurance": [
    {"type": "internal", "name": {"en": "Faculty board", "bg": "Факултетен съвет"}, "url": "https://university.example/quality"}
  ],
  "supervision": "none",
  "identity_verification": "none",
  "grading": {"name": {"en": "Points from 0 to 100", "bg": "Точки от 0 до 100"}, "minimum": "0", "maximum": "100", "pass_mark": "50"},
  "stackability": {"kind": "stand_alone"}
}}
JSON
design=$(call "$author" POST /api/v1/designs -H 'Content-Type: application/json' --data "@$work/design.json" | value id)
call "$author" GET "/api/v1/designs/$design/findings" | value ready
review=$(call "$author" POST "/api/v1/designs/$design/submit" | value id)

echo "== 3. Quality assurance approves it, then another person does, which publishes version 1"
json "$reviewer" POST "/api/v1/reviews/$review/approve" '{"comment": "Ready."}' | value waits_for.kind
json "$approver" POST "/api/v1/reviews/$review/approve" '{}' | value version

echo "== 4. A cohort, and its gradebook: uploaded, checked, confirmed"
cohort=$(json "$author" POST /api/v1/cohorts "{\"design\": \"$design\", \"version\": 1, \"title\": \"API $run\"}" | value id)
cat > "$work/grades.csv" <<'CSV'
number,name,email,project
S-001,Amina Yusuf,amina@learner.example,72
S-002,Борис Петров,boris@learner.example,41
CSV
gradebook=$(call "$author" POST "/api/v1/cohorts/$cohort/gradebooks" -F "file=@$work/grades.csv" | value id)
call "$author" POST "/api/v1/gradebooks/$gradebook/check" | value summary.new
call "$author" GET "/api/v1/gradebooks/$gradebook/problems" | value count
call "$author" POST "/api/v1/gradebooks/$gradebook/confirm" | value state

echo "== 5. Who has earned it and why; then the awards"
call "$author" GET "/api/v1/cohorts/$cohort/decisions" | value items.0.reasons.0.detail
call "$author" POST "/api/v1/cohorts/$cohort/awards" | value awarded

# claim_link: the newest claim link in the demonstration's letter box; no e-mail leaves the machine.
claim_link() {
    curl -sS "$site/demo/mail?to=amina@learner.example" | grep -oE "$site/claim/[A-Za-z0-9_-]+" | head -n 1
}

echo "== 6. The badges, issued in the background"
before=$(claim_link || true)
batch=$(call "$registrar" POST "/api/v1/cohorts/$cohort/batches" | value id)
state=queued
while [ "$state" != finished ]; do
    sleep 1
    call "$registrar" GET "/api/v1/batches/$batch" > "$work/batch"
    state=$(value state < "$work/batch")
    printf '%s %s %%\n' "$state" "$(value percent < "$work/batch")"
done
credential=$(call "$registrar" GET "/api/v1/credentials?batch=$batch" | value items.0.id)
call "$registrar" GET "/api/v1/credentials/$credential/download?format=png" > "$work/badge.png"

echo "== 7. The learner's own token, and the claim link from the message"
token=$(curl -sS "$site/api/v1/me/tokens" -H 'Content-Type: application/json' \
    --data '{"email": "amina@learner.example", "password": "laurel-demo", "name": "guide"}' | value token)
link=$before
tries=0
while [ "$link" = "$before" ] && [ $tries -lt 60 ]; do
    sleep 1
    tries=$((tries + 1))
    link=$(claim_link || true)
done
json "$token" POST /api/v1/me/claims "{\"secret\": \"$link\"}" | value state

echo "== 8. A share: a link that shows this one badge"
share=$(json "$token" POST "/api/v1/me/badges/$credential/shares" '{"note": "for Esra"}' | value link)
curl -sS -o /dev/null -w '%{http_code}\n' "$share"

echo "== 9. An employer checks the picture; nobody needs a key for that"
curl -sS "$site/api/v1/verify" -F "file=@$work/badge.png" > "$work/report"
value headline.en < "$work/report"
[ "$(value outcome < "$work/report")" != failed ]

echo "== 10. Revoked: the same picture is refused from now on"
json "$registrar" POST "/api/v1/credentials/$credential/revoke" \
    '{"reason": "issued_in_error", "because": "The project belonged to somebody else."}' | value state
curl -sS "$site/api/v1/verify" -F "file=@$work/badge.png" > "$work/report"
value headline.en < "$work/report"
[ "$(value verdict < "$work/report")" = reject ]

echo "Done."
