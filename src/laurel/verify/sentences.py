"""What the answer of each check means, by check and code (or outcome, for codes without words of their own)."""

from __future__ import annotations

from typing import Final

from laurel.verify.anchor_texts import ANCHORS
from laurel.verify.further_sentences import FURTHER
from laurel.verify.logged_texts import LOGGED
from laurel.verify.pdf_seal_texts import PDF_SEAL

SENTENCES: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("", "NOT_CHECKED"): (
        "We did not get this far, because an earlier check could not be completed.",
        "Не стигнахме дотук, защото по-ранна проверка не можа да завърши.",
    ),
    ("structure", "PASSED"): (
        "The file holds one credential, and we can read all of it.",
        "Файлът съдържа едно удостоверение и можем да го прочетем изцяло.",
    ),
    ("structure", "FAILED"): (
        "The file does not hold a credential in a form we can read safely.",
        "Файлът не съдържа удостоверение във вид, който можем да прочетем безопасно.",
    ),
    ("structure", "UNKNOWN"): (
        "The file is of a kind that this version cannot check yet.",
        "Файлът е от вид, който тази версия още не може да провери.",
    ),
    ("structure", "BAKE_ERROR"): (
        "The picture or document does not carry exactly one credential.",
        "Картинката или документът не носи точно едно удостоверение.",
    ),
    ("structure", "LIMITS"): (
        "The file is larger or more complicated than any real credential.",
        "Файлът е по-голям или по-сложен от всяко истинско удостоверение.",
    ),
    ("structure", "CONTEXT"): (
        "It explains its words in a way that could change their meaning, so we do not accept it.",
        "Обяснява думите си по начин, който може да промени смисъла им, затова не го приемаме.",
    ),
    ("structure", "JOSE_CLAIMS"): (
        "Two places of the file contradict each other, so somebody put it together wrongly or changed it.",
        "Две места във файла си противоречат: някой го е съставил погрешно или го е променил.",
    ),
    ("structure", "JOSE_ALGORITHM"): (
        "It is signed in a way that protects nothing.",
        "Подписано е по начин, който не защитава нищо.",
    ),
    ("structure", "WEAK_KEY"): (
        "It is signed in a way that protects nothing.",
        "Подписано е по начин, който не защитава нищо.",
    ),
    ("structure", "UNSUPPORTED"): (
        "It is written in a form or with words that this version does not know. That is no sign of forgery.",
        "Написано е във вид или с думи, които тази версия не познава. Това не е признак за фалшификация.",
    ),
    ("structure", "MISSING_EXTRA"): (
        "To read this kind of file, a part of this program has to be installed first: {command}",
        "За четене на такъв файл първо трябва да се инсталира част от тази програма: {command}",
    ),
    ("structure", "PRESENTATION"): (
        "This is a presentation of credentials, not a credential. Ask for the credential itself.",
        "Това е представяне на удостоверения, а не удостоверение. Поискайте самото удостоверение.",
    ),
    ("proof", "NO_PROOF"): (
        "It carries no signature at all, so anybody could have written it.",
        "Не носи никакъв подпис, така че всеки би могъл да го е написал.",
    ),
    ("proof", "PASSED"): (
        "Nothing has been changed since it was signed.",
        "Нищо не е променено, откакто е подписано.",
    ),
    ("proof", "FAILED"): (
        "The signature does not fit the text: it was changed after signing, or it was never signed like this.",
        "Подписът не отговаря на текста: променен е след подписването или никога не е бил подписан така.",
    ),
    ("proof", "UNKNOWN"): (
        "We could not check whether it was changed.",
        "Не успяхме да проверим дали е променено.",
    ),
    ("proof", "DATA_LOSS"): (
        "It contains text that a signature cannot protect, so somebody could have added it later.",
        "Съдържа текст, който подписът не може да защити, така че някой може да го е добавил по-късно.",
    ),
    ("proof", "UNSUPPORTED"): (
        "It is signed in a way that this version does not know. That is no sign of forgery.",
        "Подписано е по начин, който тази версия не познава. Това не е признак за фалшификация.",
    ),
    ("proof", "DID_RESOLUTION"): (
        "The address of the key that it names cannot be used, so its signature proves nothing.",
        "Адресът на посочения ключ не може да се използва, така че подписът не доказва нищо.",
    ),
    ("proof", "KEY_FORMAT"): (
        "What it names as the key cannot be read as a key, so its signature proves nothing.",
        "Посоченото като ключ не може да се прочете като ключ, така че подписът не доказва нищо.",
    ),
    ("proof", "HOSTED"): (
        "It says the same as the copy at its own address.",
        "Съдържа същото като копието на собствения си адрес.",
    ),
    ("proof", "HOSTED_DIFFERS"): (
        "The copy at its own address says something else ({member}).",
        "Копието на собствения му адрес казва друго ({member}).",
    ),
    ("proof", "PROOF_PURPOSE"): (
        "The signature was made for something else than issuing a credential.",
        "Подписът е направен с друга цел, а не за издаване на удостоверение.",
    ),
    ("issuer_key", "PASSED"): (
        "It was signed by {issuer}: the signature belongs to the issuer's own published key.",
        "Подписано е от {issuer}: подписът отговаря на ключа, който издателят сам е публикувал.",
    ),
    ("issuer_key", "FAILED"): (
        "The signature is not the issuer's: the issuer's own page does not name the key that signed.",
        "Подписът не е на издателя: страницата на издателя не посочва ключа, с който е подписано.",
    ),
    ("issuer_key", "UNKNOWN"): (
        "We could not find out whether the signature is the issuer's.",
        "Не успяхме да установим дали подписът е на издателя.",
    ),
    ("issuer_key", "SIGNATURE_BROKEN"): (
        "The signature does not hold, so it does not tell who signed.",
        "Подписът не е валиден и затова не показва кой е подписал.",
    ),
    ("issuer_key", "HOSTED_DIFFERS"): (
        "The issuer's own site says something else at this address, so nothing shows that this file is theirs.",
        "На този адрес сайтът на самия издател казва друго и затова нищо не показва, че файлът е негов.",
    ),
    ("issuer_known", "HOSTED_DIFFERS"): (
        "The file names an issuer on the list, but nothing shows that this issuer made it.",
        "Файлът посочва издател от списъка, но нищо не показва, че го е създал този издател.",
    ),
    ("issuer_known", "SIGNATURE_BROKEN"): (
        "The file names an issuer on the list, but nothing shows that this issuer made it.",
        "Файлът посочва издател от списъка, но нищо не показва, че го е създал този издател.",
    ),
    ("issuer_key", "UNREACHABLE"): (
        (
            "We could not reach the issuer's address, so we cannot tell whether the signature is theirs. "
            "The credential may still be fine: try again later."
        ),
        (
            "Не успяхме да достигнем адреса на издателя и затова не можем да кажем дали подписът е негов. "
            "Удостоверението може да е наред: опитайте отново по-късно."
        ),
    ),
    ("issuer_key", "UNSUPPORTED"): (
        "The issuer publishes its key in a way that this version does not know.",
        "Издателят публикува ключа си по начин, който тази версия не познава.",
    ),
    ("issuer_key", "DID_RESOLUTION"): (
        "The issuer's address is not one that a real issuer could have, or what it says contradicts itself.",
        "Адресът на издателя не е такъв, какъвто истински издател може да има, или написаното на него си противоречи.",
    ),
    ("issuer_key", "ISSUER_BINDING"): (
        "Somebody else signed it in the issuer's name.",
        "Някой друг го е подписал от името на издателя.",
    ),
    ("issuer_key", "WEAK_KEY"): (
        "The issuer's key is so weak that anybody could sign with it.",
        "Ключът на издателя е толкова слаб, че всеки би могъл да подписва с него.",
    ),
    ("issuer_key", "SEALED"): (
        "It bears the seal of {issuer}, whose certificate comes from an authority that you trust.",
        "Носи печата на {issuer}, чийто сертификат е от орган, на който имате доверие.",
    ),
    ("issuer_key", "SEAL_UNTRUSTED"): (
        "It bears the seal of {issuer}, but nobody told us to trust the authority behind its certificate ({authority}).",
        "Носи печата на {issuer}, но никой не ни е казал да вярваме на органа зад сертификата му ({authority}).",
    ),
    ("issuer_key", "SEAL_OUT_OF_TIME"): (
        "It was sealed with a certificate that was not valid at that moment ({when}).",
        "Подпечатано е със сертификат, който не е бил валиден в този момент ({when}).",
    ),
    ("issuer_key", "SEAL_EXPIRED_SINCE"): (
        "The seal's certificate has expired since ({when}). Only the seal itself says that it is older; ask the issuer.",
        "Сертификатът на печата междувременно е изтекъл ({when}). Само самият печат твърди, че е по-стар; попитайте издателя.",
    ),
    ("issuer_key", "SEAL_OF_ANOTHER"): (
        "It names {issuer} as the issuer, but the seal belongs to {sealer}.",
        "Посочва {issuer} като издател, но печатът принадлежи на {sealer}.",
    ),
    ("issuer_key", "HOSTED"): (
        "The issuer's own site publishes this badge.",
        "Сайтът на самия издател публикува тази значка.",
    ),
    ("issuer_key", "KEY_REVOKED"): (
        "It was signed with a key that the issuer had already withdrawn.",
        "Подписано е с ключ, който издателят вече е бил оттеглил.",
    ),
    ("issuer_key", "KEY_REVOKED_SINCE"): (
        "The issuer withdrew this key later ({when}). Only the signature itself says that it is older; ask the issuer.",
        "Издателят е оттеглил този ключ по-късно ({when}). Само самият подпис твърди, че е по-стар; попитайте издателя.",
    ),
    ("issuer_key", "KEY_EXPIRED"): (
        "It was signed with a key whose time was over ({when}).",
        "Подписано е с ключ, чийто срок е бил изтекъл ({when}).",
    ),
    ("issuer_key", "KEY_RETIRED"): (
        "It was signed by {issuer} with a key that was in use then and has since been replaced.",
        "Подписано е от {issuer} с ключ, който тогава е бил в употреба и по-късно е заменен.",
    ),
    ("validity", "PASSED"): ("It is within its validity period.", "В срока си на валидност е."),
    ("validity", "FAILED"): ("Its dates do not hold.", "Датите му не са наред."),
    ("validity", "UNKNOWN"): ("Its dates could not be checked.", "Датите му не можаха да бъдат проверени."),
    ("validity", "EXPIRED"): ("Its validity ended on {when}.", "Срокът му на валидност е изтекъл на {when}."),
    ("validity", "NOT_YET_VALID"): ("It becomes valid on {when}.", "Ще стане валидно на {when}."),
    ("validity", "DATE_MALFORMED"): ("One of its dates cannot be read.", "Една от датите му не може да бъде прочетена."),
    ("validity", "SIGNED_IN_THE_FUTURE"): (
        "It claims to have been signed in the future ({when}).",
        "Твърди, че е подписано в бъдещето ({when}).",
    ),
    ("validity", "END_MAY_BE_WITHHELD"): (
        "Only a part of it is shown, without an end of validity. Perhaps there is one that you are not shown: ask for it.",
        "Показана е само част от него, без край на валидността. Може да има такъв, който не Ви се показва: поискайте го.",
    ),
    ("status", "STATUS_MAY_BE_WITHHELD"): (
        "Only a part of it is shown, and not how to look up whether it was revoked. Ask for that part too.",
        "Показана е само част от него, но не и как да се провери дали е отменено. Поискайте и тази част.",
    ),
    ("status", "PASSED"): (
        "The issuer's public list says that it has been neither revoked nor suspended.",
        "Публичният списък на издателя казва, че не е нито отменено, нито спряно.",
    ),
    ("status", "NO_STATUS"): (
        "The issuer keeps no public list of revoked credentials for it, so there is nothing to look up.",
        "Издателят не води публичен списък с отменени удостоверения за него, така че няма какво да се провери.",
    ),
    ("status", "FAILED"): (
        "The issuer's list of revoked credentials is not in order, so we cannot rely on it.",
        "Списъкът на издателя с отменени удостоверения не е редовен и не можем да разчитаме на него.",
    ),
    ("status", "UNKNOWN"): (
        "We could not find out whether it has been revoked since. Try again later.",
        "Не успяхме да установим дали междувременно е отменено. Опитайте отново по-късно.",
    ),
    ("status", "REVOKED"): ("The issuer has revoked it.", "Издателят го е отменил."),
    ("status", "SUSPENDED"): (
        "The issuer has suspended it for now.",
        "Издателят временно го е спрял.",
    ),
    ("status", "UNREACHABLE"): (
        "We could not reach the issuer's list of revoked credentials. It may still be fine: try again later.",
        "Не успяхме да достигнем списъка на издателя с отменени удостоверения. Може да е наред: опитайте отново по-късно.",
    ),
    ("status", "LIST_OUT_OF_DATE"): (
        "The issuer's list of revoked credentials is out of date, so it may have been revoked since. Try again later.",
        (
            "Списъкът на издателя с отменени удостоверения е остарял, така че междувременно може да е отменено. "
            "Опитайте отново по-късно."
        ),
    ),
    ("status", "UNSUPPORTED"): (
        "The issuer publishes revocations in a way that this version does not know.",
        "Издателят публикува отмените по начин, който тази версия не познава.",
    ),
    ("schema", "PASSED"): (
        "It is written as the Open Badges 3.0 standard says.",
        "Съставено е така, както изисква стандартът Open Badges 3.0.",
    ),
    ("schema", "FAILED"): (
        "It is not written as the Open Badges 3.0 standard says ({count} places), so parts of it could be misread.",
        "Не е съставено така, както изисква стандартът Open Badges 3.0 ({count} места), и може да бъде разчетено погрешно.",
    ),
    ("schema", "UNKNOWN"): ("Its form could not be checked.", "Формата му не можа да бъде проверена."),
    ("issuer_known", "PASSED"): (
        "{issuer} is on your list of issuers.",
        "{issuer} е във Вашия списък с издатели.",
    ),
    ("issuer_known", "FAILED"): ("The issuer is not whom it seems.", "Издателят не е този, който изглежда."),
    ("issuer_known", "UNKNOWN"): (
        "{issuer} is not on your list of issuers. That says nothing against it: check that {id} really is theirs.",
        "{issuer} не е във Вашия списък с издатели. Това не говори против него: проверете дали {id} наистина е негов.",
    ),
    ("issuer_known", "LOOKALIKE_NAME"): (
        "Take care: it calls itself {issuer}, which looks like {known} on your list, but it is somebody else.",
        "Внимание: нарича се {issuer}, което прилича на {known} от Вашия списък, но е някой друг.",
    ),
    ("recipient", "PASSED"): ("It was issued to this e-mail address.", "Издадено е на този адрес на електронна поща."),
    ("recipient", "FAILED"): ("It was issued to somebody else.", "Издадено е на някой друг."),
    ("recipient", "UNKNOWN"): (
        "It does not name this e-mail address, so we cannot tell whether it is theirs.",
        "Не посочва този адрес на електронна поща и не можем да кажем дали е на този човек.",
    ),
    ("schema", "AS_DATA_MODEL"): (
        "It is written as the W3C's data model for credentials says.",
        "Съставено е така, както изисква моделът на W3C за удостоверения.",
    ),
    ("schema", "DATA_MODEL"): (
        "It is not written as the W3C's data model for credentials says ({count} places), so parts of it could be misread.",
        "Не е съставено така, както изисква моделът на W3C за удостоверения ({count} места), и може да се разчете погрешно.",
    ),
    ("schema", "DATA_LOSS"): (
        "It contains text that a signature cannot protect, so somebody could have added it later.",
        "Съдържа текст, който подписът не може да защити, така че някой може да го е добавил по-късно.",
    ),
    ("schema", "CONTEXT"): (
        "It explains its words in a way that could change their meaning, so we do not accept it.",
        "Обяснява думите си по начин, който може да промени смисъла им, затова не го приемаме.",
    ),
    ("schema", "LIMITS"): (
        "It is larger or more complicated than any real credential.",
        "По-голямо или по-сложно е от всяко истинско удостоверение.",
    ),
    ("schema", "AS_ELM"): (
        "It has what every European Digital Credential must have.",
        "Съдържа всичко, което всяко европейско цифрово удостоверение трябва да има.",
    ),
    ("schema", "AS_OPEN_BADGES_2"): (
        "It has what every Open Badge 2.0 must have.",
        "Съдържа всичко, което всяка значка Open Badges 2.0 трябва да има.",
    ),
    ("endorsements", "PASSED"): (
        "It carries {count} endorsement(s) by {endorser}, and each is genuine.",
        "Носи {count} препоръка(и) от {endorser} и всяка е автентична.",
    ),
    ("endorsements", "UNKNOWN"): (
        "It carries endorsements that we could not check.",
        "Носи препоръки, които не успяхме да проверим.",
    ),
    ("endorsements", "FAILED"): (
        "It carries an endorsement that is not genuine.",
        "Носи препоръка, която не е автентична.",
    ),
    ("endorsements", "ENDORSER_UNKNOWN"): (
        "It carries an endorsement by somebody who calls themselves {endorser}, and whom we do not know.",
        "Носи препоръка от някого, който се нарича {endorser} и когото не познаваме.",
    ),
    ("endorsements", "ENDORSEMENT_BROKEN"): (
        "It carries an endorsement in the name of {endorser} that does not hold: pay no attention to it.",
        "Носи препоръка от името на {endorser}, която не е в сила: не ѝ обръщайте внимание.",
    ),
    ("", "TOO_MANY_INSIDE"): (
        "It carries {count} more credentials, which is more than we are ready to check.",
        "Носи още {count} удостоверения, което е повече, отколкото сме готови да проверим.",
    ),
    ("credentials", "PASSED"): (
        "Each of the {count} credentials in it is genuine and in force.",
        "Всяко от {count} удостоверения в него е автентично и в сила.",
    ),
    ("credentials", "UNKNOWN"): (
        "We could not check every credential in it.",
        "Не успяхме да проверим всяко удостоверение в него.",
    ),
    ("credentials", "FAILED"): (
        "{wrong} of the {count} credentials in it are not genuine.",
        "{wrong} от {count} удостоверения в него не са автентични.",
    ),
    ("credentials", "EMBEDDED_DOUBTFUL"): (
        "{wrong} of the {count} credentials in it are no longer in force, or we do not know their issuer.",
        "{wrong} от {count} удостоверения в него вече не са в сила или не познаваме издателя им.",
    ),
    **ANCHORS,
    **FURTHER,
    **LOGGED,
    **PDF_SEAL,
}

# Where a site checks for its visitors, the list of issuers is the site's and not the reader's.
OF_A_SITE: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("issuer_known", "OK"): (
        "{issuer} is on the list of issuers that this site knows.",
        "{issuer} е в списъка с издатели, които този сайт познава.",
    ),
    ("issuer_known", "ISSUER_UNKNOWN"): (
        (
            "{issuer} is not on the list of issuers that this site knows. That says nothing against it: "
            "check that {id} really is theirs."
        ),
        (
            "{issuer} не е в списъка с издатели, които този сайт познава. Това не говори против него: "
            "проверете дали {id} наистина е негов."
        ),
    ),
    ("issuer_known", "LOOKALIKE_NAME"): (
        "Take care: it calls itself {issuer}, which looks like {known}, whom this site knows, but it is somebody else.",
        "Внимание: нарича се {issuer}, което прилича на {known}, когото този сайт познава, но е някой друг.",
    ),
}
