"""What a blockchain's answer means, by check and code, in English and Bulgarian."""

from __future__ import annotations

from typing import Final

ANCHORS: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("anchor", "PASSED"): (
        "Its digest has stood on the blockchain {chain} since {when}, so it existed by then.",
        "Отпечатъкът му стои в блокчейна {chain} от {when}, така че дотогава вече е съществувало.",
    ),
    ("anchor", "FAILED"): (
        "The anchor that it names proves nothing: do not rely on it.",
        "Закотвянето, което посочва, не доказва нищо: не разчитайте на него.",
    ),
    ("anchor", "UNKNOWN"): (
        "We could not find out whether its digest stands on a blockchain.",
        "Не успяхме да установим дали отпечатъкът му стои в блокчейн.",
    ),
    ("anchor", "UNREACHABLE"): (
        "The blockchain {chain} was not asked or did not answer, so we cannot tell whether its digest stands there.",
        "Блокчейнът {chain} не беше попитан или не отговори и затова не знаем дали отпечатъкът му стои там.",
    ),
    ("anchor", "TRANSACTION_NOT_FOUND"): (
        "The blockchain {chain} does not hold the transaction that it names. It may be too new, or never have been made.",
        "Блокчейнът {chain} не съдържа транзакцията, която посочва. Може да е твърде нова или никога да не е правена.",
    ),
    ("anchor", "ANCHOR_PENDING"): (
        "Its transaction on the blockchain {chain} is too new to be relied on. Try again later.",
        "Транзакцията му в блокчейна {chain} е твърде нова, за да се разчита на нея. Опитайте отново по-късно.",
    ),
    ("anchor", "ANCHOR_MISMATCH"): (
        "The transaction that it names on the blockchain {chain} holds something else: this text was not anchored there.",
        "Транзакцията в блокчейна {chain}, която посочва, съдържа нещо друго: този текст не е закотвен там.",
    ),
    ("anchor", "ANCHOR_TRIAL"): (
        "Its anchor was made for a trial and stands on no blockchain, so anybody could have made it.",
        "Закотвянето му е пробно и не стои в никой блокчейн, така че всеки би могъл да го направи.",
    ),
    ("anchor", "ANCHORED_LATER"): (
        "It was anchored on the blockchain {chain} only after the moment you ask about ({when}).",
        "Закотвено е в блокчейна {chain} едва след момента, за който питате ({when}).",
    ),
    ("proof", "FITS_ANCHOR"): (
        "It is the text that its anchor stands for. Whether that anchor is real, only the blockchain can tell.",
        "Това е текстът, за който се отнася закотвянето му. Дали то е истинско, може да каже само блокчейнът.",
    ),
    ("issuer_key", "ANCHORED"): (
        "It was anchored by {issuer}: the transaction came from an account that the issuer itself publishes.",
        "Закотвено е от {issuer}: транзакцията идва от акаунт, който издателят сам е публикувал.",
    ),
    ("issuer_key", "ANCHOR_OPEN"): (
        "Nobody signed it. Only the blockchain can tell who anchored it, and we have no answer from there to rely on.",
        "Никой не го е подписал. Само блокчейнът може да каже кой го е закотвил, а оттам нямаме сигурен отговор.",
    ),
    ("issuer_key", "ANCHOR_OF_ANOTHER"): (
        "Somebody else anchored it in the issuer's name: {issuer} does not publish the account {sender}.",
        "Някой друг го е закотвил от името на издателя: {issuer} не публикува акаунта {sender}.",
    ),
    ("issuer_key", "ANCHORED_BEFORE_KEY"): (
        "It was anchored from an account that the issuer took into use only later ({when}).",
        "Закотвено е от акаунт, който издателят е започнал да използва едва по-късно ({when}).",
    ),
}
