#!/bin/sh
# The whole main job with the command line alone: key, status list, design, gradebook, credentials, verification, revocation.
#
#   docs/guides/main-job-cli.sh [FOLDER]        FOLDER is made new; LAUREL names the command (default: laurel)
set -eu

laurel=${LAUREL:-laurel}
folder=${1:-main-job}
at=2026-11-23T12:00:00Z
list=https://uni.example/status/1

mkdir "$folder"
cd "$folder"

echo "== 1. A key for the issuer, and a public list for revocations"
$laurel keys new --out key.json
$laurel status new --url "$list" --out status.json --key key.json --at "$at"

echo "== 2. A design, checked against the European standard elements"
cat > design.json <<'JSON'
{
  "id": "https://uni.example/designs/judging-information",
  "version": "1",
  "title": {"en": "Judging information online", "bg": "Оценяване на информация онлайн"},
  "description": {"en": "Find, judge and cite sources.", "bg": "Намирате, преценявате и цитирате източници."},
  "form": "skill",
  "languages": ["en", "bg"],
  "awarding_bodies": [
    {
      "id": "https://uni.example",
      "legal_name": {"en": "Example University", "bg": "Примерен университет"},
      "country": "BG",
      "registration": "000000001"
    }
  ],
  "learning_outcomes": [
    {
      "id": "o1",
      "statement": {"en": "Evaluates the reliability of a source", "bg": "Оценява надеждността на източник"}
    }
  ],
  "workload": {"hours": "50", "ects": "2"},
  "level": {"eqf": 6, "cycle": "first"},
  "assessments": [
    {
      "id": "quiz",
      "title": {"en": "Quiz", "bg": "Тест"},
      "type": "quiz",
      "weight": "40",
      "maximum": "20",
      "outcomes": ["o1"]
    },
    {
      "id": "project",
      "title": {"en": "Project", "bg": "Проект"},
      "type": "project_work",
      "weight": "60",
      "threshold": "50",
      "mandatory": true,
      "outcomes": ["o1"]
    }
  ],
  "participation": ["online"],
  "quality_assurance": [
    {"type": "internal", "name": {"en": "Quality council", "bg": "Съвет по качеството"}, "url": "https://uni.example/quality"}
  ],
  "supervision": "online",
  "identity_verification": "none",
  "grading": {
    "name": {"en": "Six-point scale", "bg": "Шестобална скала"},
    "minimum": "2",
    "maximum": "6",
    "pass_mark": "3"
  },
  "stackability": {"kind": "stand_alone"}
}
JSON
$laurel lint design.json

echo "== 3. A gradebook, and what is issued from it"
cat > grades.csv <<'CSV'
number,name,email,quiz,project
S1,Amina Petrova,amina@uni.example,18,90
S2,Бруно Иванов,bruno@uni.example,9,40
S3,Carla Green,carla@uni.example,20,100
CSV
$laurel issue design.json grades.csv --out out --key key.json --status status.json --at "$at"

echo "== 4. The same again issues nothing twice"
$laurel issue design.json grades.csv --out out --key key.json --status status.json --at "$at"

echo "== 5. An employer verifies the picture (the recording stands in for the public web)"
printf '{"urls": {"%s": {"status": 200, "file": "status.json"}}}\n' "$list" > world.json
picture=$(ls out/S1-*.png)
$laurel inspect "$picture"
$laurel verify "$picture" --trust key.did.json --world world.json --at "$at"

echo "== 6. Revoked: from now on it is refused"
$laurel status revoke status.json "$picture" --key key.json --at "$at"
if $laurel verify "$picture" --trust key.did.json --world world.json --at "$at"; then
  echo "a revoked credential was accepted" >&2
  exit 1
fi

echo "== 7. Somebody else's is not touched"
$laurel verify "$(ls out/S3-*.json)" --trust key.did.json --world world.json --at "$at"

echo "== done"
