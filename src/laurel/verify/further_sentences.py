"""The words of checks that few credentials need: what lists say besides, credentials shown in part, endorsements as tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FURTHER: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("status", "REFRESHED"): (
        "It is still in force. The issuer says that there is a newer version of it: ask for that one.",
        "Още е в сила. Издателят съобщава, че има по-нова версия: поискайте нея.",
    ),
    ("status", "REFRESH_OFFERED"): (
        "It has been neither revoked nor suspended. It names an address for newer versions of it, which we did not ask.",
        "Не е нито отменено, нито спряно. Посочва адрес за по-нови версии, към който не сме се обръщали.",
    ),
    ("status", "ONLY_REFRESH_OFFERED"): (
        "There is no public list to look up. It names an address for newer versions of it, which we did not ask.",
        "Няма публичен списък за проверка. Посочва адрес за по-нови версии, към който не сме се обръщали.",
    ),
    ("status", "STATUS_MESSAGE"): (
        "It is neither revoked nor suspended, but the issuer has left a note about it ({value}): ask the issuer what it means.",
        "Не е отменено или спряно, но издателят е оставил бележка за него ({value}): попитайте го какво означава.",
    ),
    ("schema", "AS_SD_JWT_VC"): (
        "It has what every SD-JWT credential must have. The holder may have left parts out; what limits it cannot be left out.",
        "Съдържа каквото трябва. Притежателят може да е пропуснал части, но не и това, което го ограничава.",
    ),
    ("schema", "COULD_BE_WITHHELD"): (
        "Something that limits it could have been left out ({member}), so it may mean less than it seems.",
        "Нещо, което го ограничава, е можело да бъде пропуснато ({member}), така че може да значи по-малко.",
    ),
    ("endorsements", "ENDORSEMENT_UNPROTECTED"): (
        "It carries an endorsement in a form that not every signature protects: pay no attention to it.",
        "Носи препоръка във вид, който не всеки подпис защитава: не ѝ обръщайте внимание.",
    ),
}
