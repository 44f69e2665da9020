"""The help of the command line in Bulgarian, by its English text. A test keeps the table complete."""

from __future__ import annotations

from typing import Final

HEADINGS: Final = (
    ("Usage:", "Употреба:"),
    ("Options:", "Опции:"),
    ("Arguments:", "Аргументи:"),
    ("Commands:", "Команди:"),
    ("[OPTIONS]", "[ОПЦИИ]"),
    ("COMMAND [ARGS]...", "КОМАНДА [АРГУМЕНТИ]..."),
    ("Show this message and exit.", "Показва този текст."),
    ("[required]", "[задължително]"),
    ("[default: ", "[по подразбиране: "),
)

HELP: Final[dict[str, str]] = {
    "Issue, verify and understand micro-credentials, with files alone.": (
        "Издава, проверява и обяснява микроудостоверения – само с файлове."
    ),
    "Speak English or Bulgarian; otherwise the system's language.": "Английски или български; иначе езикът на системата.",
    "Print the version.": "Показва версията.",
    "Keys to sign with.": "Ключове за подписване.",
    "Make a key, and the public document that says whose it is.": "Създава ключ и публичния документ, който казва чий е.",
    "Where the key goes; only you can read it (0600).": "Къде да се запише ключът; само Вие можете да го четете (0600).",
    "Ed25519 (the usual one) or P-256.": "Ed25519 (обичайният) или P-256.",
    "Your web address, where the public document will be published.": (
        "Вашият уеб адрес, на който ще бъде публикуван публичният документ."
    ),
    "Act as if it were this moment (2026-11-23T12:00:00Z).": "Действа така, сякаш е този момент (2026-11-23T12:00:00Z).",
    "Print JSON for machines.": "Извежда JSON за машини.",
    "The key file made by “laurel keys new”.": "Файлът с ключа, създаден с „laurel keys new“.",
    "Issue every award of a gradebook; run it again after an interruption and it does the rest.": (
        "Издава всички удостоверения по дневник с оценки; след прекъсване повторното изпълнение довършва останалото."
    ),
    "The design of the micro-credential (JSON).": "Проектът на микроквалификацията (JSON).",
    "The design of a micro-credential, or a European Digital Credential (JSON).": (
        "Проект на микроквалификация или европейско цифрово удостоверение (JSON)."
    ),
    "Which rules of a pack to ask; those of design without it.": "Кои правила на набора да се питат; без това – за проект.",
    "Ask as well for what this family of badges needs.": "Пита и за това, от което се нуждае това семейство значки.",
    "Write a copy with every fix that the checks offer.": "Записва копие с всяка поправка, която проверките предлагат.",
    "The gradebook: number, name, email, one column per assessment.": (
        "Дневникът: number, name, email и по една колона за всяко оценяване."
    ),
    "The folder for credentials, pictures and the summary.": "Папката за удостоверенията, картинките и обобщението.",
    "How to sign; by default eddsa-rdfc-2022, or ecdsa-rdfc-2019 with a P-256 key.": (
        "Как да се подпише; по подразбиране eddsa-rdfc-2022, а с ключ P-256 – ecdsa-rdfc-2019."
    ),
    "The status list made by “laurel status new”, to revoke later.": (
        "Списъкът, създаден с „laurel status new“, за да може по-късно да се отменя."
    ),
    "Put a secret into each proof, so that “laurel anchor” may anchor it.": (
        "Слага тайна във всяко доказателство, за да може „laurel anchor“ да го закотви."
    ),
    "Anchor signed credentials on a blockchain. One transaction for all; run it again after an interruption.": (
        "Закотвя подписани удостоверения в блокчейн. Една транзакция за всички; след прекъсване се изпълнява отново."
    ),
    "Credentials signed with “laurel issue --salted”: files, or folders.": (
        "Удостоверения, подписани с „laurel issue --salted“: файлове или папки."
    ),
    "The folder for the anchored credentials.": "Папката за закотвените удостоверения.",
    "The blockchain: eth:mainnet, eth:sepolia, eth:<chain id>.": (
        "Блокчейнът: eth:mainnet, eth:sepolia, eth:<номер на веригата>."
    ),
    "A node of this blockchain (JSON-RPC).": "Възел на този блокчейн (JSON-RPC).",
    "The account that pays: a keystore file of a wallet.": "Акаунтът, който плаща: файл с ключ на портфейл.",
    "The keystore's password; otherwise it is asked for.": "Паролата на ключа; иначе се пита за нея.",
    "What your public document calls this account.": "Как публичният Ви документ нарича този акаунт.",
    "What a blockchain said, kept by “laurel anchor” (chain.json).": (
        "Какво е казал един блокчейн, запазено от „laurel anchor“ (chain.json)."
    ),
    "A node or explorer of a blockchain to ask; may be repeated.": (
        "Възел или изследовател на блокчейн, който да се пита; може да се повтаря."
    ),
    "How many blocks have to hold an anchor on a blockchain.": "Колко блока трябва да съдържат закотвяне в блокчейн.",
    "How many blocks have to hold the transaction.": "Колко блока трябва да съдържат транзакцията.",
    "Verify a credential. Ends with 0 valid, 1 invalid, 2 unknown, 3 unreadable.": (
        "Проверява удостоверение. Завършва с 0 – валидно, 1 – невалидно, 2 – неизвестно, 3 – нечетимо."
    ),
    "A JSON, JWT, PNG, SVG or PDF file, or a folder; - reads standard input.": (
        "Файл JSON, JWT, PNG, SVG или PDF, или папка; - чете стандартния вход."
    ),
    "Authorities whose seals you trust: PEM or DER certificates.": (
        "Органи, на чиито печати вярвате: сертификати PEM или DER."
    ),
    "Log each credential here, and write receipts.": "Вписва всяко удостоверение в този регистър и издава разписки.",
    "Transparency logs.": "Регистри за прозрачност.",
    "The folder of the log.": "Папката на регистъра.",
    "The published folder of a log.": "Публикуваната папка на регистър.",
    "Start a log: its keys, and the folder that you publish.": ("Започва регистър: ключовете му и папката, която публикувате."),
    "The log's name: its web address without https://, for ever.": (
        "Името на регистъра: уеб адресът му без https://, завинаги."
    ),
    "Log what happened to credentials; what is there already is never logged twice.": (
        "Вписва какво е станало с удостоверения; вече вписаното никога не се вписва втори път."
    ),
    "JSON, JWT, PNG, SVG or PDF files.": "Файлове JSON, JWT, PNG, SVG или PDF.",
    "What happened: issue, revoke or supersede.": (
        "Какво е станало: issue (издадено), revoke (отменено) или supersede (заменено)."
    ),
    "For supersede: the credential that replaces it.": "За supersede: удостоверението, което го заменя.",
    "Where receipts go, one for each credential.": "Къде да се запишат разписките, по една за всяко удостоверение.",
    "Finish what was interrupted and print the newest checkpoint.": (
        "Довършва прекъснатото и извежда най-новата контролна точка."
    ),
    "Write the receipt of a credential once more.": "Записва отново разписката на удостоверение.",
    "Where the receipt goes; otherwise it is printed.": "Къде да се запише разписката; иначе се извежда.",
    "Check a published log: every entry, every tile, the signatures, and its past.": (
        "Проверява публикуван регистър: всеки запис, всяка плочка, подписите и миналото му."
    ),
    "An earlier checkpoint, which the log must go on from.": (
        "По-ранна контролна точка, от която регистърът трябва да продължава."
    ),
    "Have others vouch for a checkpoint: what to send them, and what they answered.": (
        "Нека други потвърдят контролна точка: какво да им се изпрати и какво са отговорили."
    ),
    "The answer to keep: a time stamp (.tsr) or .ots file.": (
        "Отговорът, който да се запази: клеймо за време (.tsr) или файл .ots."
    ),
    "Write a query for an RFC 3161 time authority.": "Записва запитване до орган за време по RFC 3161.",
    "Write the signed text, for OpenTimestamps.": "Записва подписания текст, за OpenTimestamps.",
    "Destroy the salts of a credential: its entries mean nothing any more.": (
        "Унищожава солта на удостоверение: записите му вече не значат нищо."
    ),
    "A log's receipt that came with it; may be repeated.": (
        "Разписка от регистър за прозрачност, получена с удостоверението; може да се повтаря."
    ),
    "Logs and witnesses you trust: name+id+key; may be repeated.": (
        "Регистри и свидетели, на които имате доверие: име+номер+ключ; може да се повтаря."
    ),
    "Time authorities you trust (RFC 3161): their root certificates.": (
        "Органи за време (RFC 3161), на които имате доверие: коренните им сертификати."
    ),
    "Bitcoin blocks you trust, for OpenTimestamps (JSON).": (
        "Блокове на Bitcoin, на които имате доверие, за OpenTimestamps (JSON)."
    ),
    "Issuers you trust: a JSON file, or an identifier; may be repeated.": (
        "Издатели, на които имате доверие: файл JSON или идентификатор; може да се повтаря."
    ),
    "Add the technical reasons and where each rule comes from.": "Добавя техническите причини и източника на всяко правило.",
    "Was it issued to this e-mail address?": "На този имейл адрес ли е издадено?",
    "The file is a presentation, and this is the challenge you gave.": (
        "Файлът е представяне, а това е предизвикателството, което сте дали."
    ),
    "The file is a presentation, and it is meant for this domain, yours.": (
        "Файлът е представяне и е предназначен за този домейн – Вашия."
    ),
    "Check every credential of a folder into this table.": "Проверява всички удостоверения в папка и ги описва в тази таблица.",
    "Show credentials to whoever gave you a challenge. It is signed with your own key.": (
        "Показва удостоверения на някого, който Ви е дал предизвикателство; подписва се с Вашия ключ."
    ),
    "The credentials to show: JSON, JWT, PNG, SVG or PDF files.": (
        "Удостоверенията за показване: файлове JSON, JWT, PNG, SVG или PDF."
    ),
    "The holder's key file, made by “laurel keys new”.": "Файлът с ключа на притежателя, създаден с „laurel keys new“.",
    "The challenge that the verifier gave you; it is used once.": (
        "Предизвикателството, което Ви е дал проверяващият; използва се веднъж."
    ),
    "The verifier's domain, as the verifier gave it.": "Домейнът на проверяващия, както той го е дал.",
    "Where the presentation goes; otherwise it is printed.": "Къде да се запише представянето; иначе се извежда на екрана.",
    "Of a credential that can be shown in part, show this too (/credentialSubject/achievement); may be repeated.": (
        "От удостоверение, което се показва частично, показва и това (/credentialSubject/achievement); може да се повтаря."
    ),
    "Write a badge in another form. What is known to be forged is refused.": (
        "Записва значка в друг вид. Каквото е явно подправено, се отказва."
    ),
    "An Open Badge 3.0: a JSON, JWT, PNG, SVG or PDF file.": "Значка Open Badges 3.0: файл JSON, JWT, PNG, SVG или PDF.",
    "elm and pdf are sealed with “laurel seal”; openbadge2 gives a folder.": (
        "elm и pdf се подпечатват с „laurel seal“; openbadge2 дава папка."
    ),
    "Where the result goes.": "Къде да се запише резултатът.",
    "pdf: where it can be checked; openbadge2: where it is published; sd-jwt-vc: its type.": (
        "pdf: къде се проверява; openbadge2: къде се публикува; sd-jwt-vc: видът му."
    ),
    "The learner's address, where the badge holds only its hash.": "Адресът на обучаемия, когато в значката е само хешът му.",
    "sd-jwt-vc: the key of the badge's issuer.": "sd-jwt-vc: ключът на издателя на значката.",
    "sd-jwt-vc: the did:key of whoever may show it.": "sd-jwt-vc: did:key на този, който може да го показва.",
    "Seal a PDF certificate or a European Digital Credential with your organisation's certificate.": (
        "Подпечатва PDF сертификат или европейско цифрово удостоверение със сертификата на Вашата организация."
    ),
    "A PDF, or an unsealed European Digital Credential (JSON).": (
        "PDF или неподпечатано европейско цифрово удостоверение (JSON)."
    ),
    "The seal's private key: PEM, or PKCS #12 with everything.": "Частният ключ на печата: PEM или PKCS #12 с всичко.",
    "Where the sealed file goes.": "Къде да се запише подпечатаният файл.",
    "The seal certificate and those above it (PEM); not with PKCS #12.": (
        "Сертификатът за печат и тези над него (PEM); не и при PKCS #12."
    ),
    "A file with the key's password on its first line.": "Файл с паролата на ключа на първия ред.",
    "Write a token (vp+jwt) in place of JSON.": "Записва токен (vp+jwt) вместо JSON.",
    "For presentations: the challenge you gave.": "За представяния: предизвикателството, което сте дали.",
    "For presentations: the domain you gave.": "За представяния: домейнът, който сте дали.",
    "By which rules: badge (strict), or generic (any W3C credential).": (
        "По кои правила: badge (строгите) или generic (всяко удостоверение на W3C)."
    ),
    "For generic: a JSON-LD context you vouch for; may be repeated.": (
        "За generic: контекст JSON-LD, за който гарантирате; може да се повтаря."
    ),
    "Check the signature only, not whose it is.": "Проверява само подписа, не и чий е.",
    "Ask nobody; what needs the network stays unknown.": "Не пита никого; което изисква мрежа, остава неизвестно.",
    "Ask this recording of the web instead.": "Вместо уеба пита този запис.",
    "For development: also ask this site of your own machine, over http.": (
        "За разработка: пита и този сайт на Вашата машина, по http."
    ),
    "Lists of revoked credentials.": "Списъци с отменени удостоверения.",
    "Start a status list: the public file that says what was revoked.": (
        "Започва списък: публичния файл, който казва какво е отменено."
    ),
    "The https address where you will publish the file.": "Адресът с https, на който ще публикувате файла.",
    "Where the list goes.": "Къде да се запише списъкът.",
    "For development: allow an address on http://localhost:….": "За разработка: позволява адрес на http://localhost:….",
    "Revoke a credential: its place in the list is set and the list signed again.": (
        "Отменя удостоверение: мястото му в списъка се отбелязва и списъкът се подписва отново."
    ),
    "The status list file.": "Файлът със списъка.",
    "The credential to revoke: its file or picture.": "Удостоверението за отмяна: файлът или картинката му.",
    "Show what a credential says. Nothing is verified.": "Показва какво казва едно удостоверение. Нищо не се проверява.",
    "A JSON, JWT, PNG, SVG or PDF file.": "Файл JSON, JWT, PNG, SVG или PDF.",
    "Print the credential itself, as JSON.": "Извежда самото удостоверение като JSON.",
    "Check a design against the European standard elements. Ends with 1 when something must be mended.": (
        "Проверява проект спрямо европейските стандартни елементи. Завършва с 1, когато нещо трябва да се поправи."
    ),
    "Rules about micro-credentials as data.": "Правила за микроквалификациите като данни.",
    "A built-in pack by its id, or a file of your own.": "Вграден набор по неговото име или Ваш собствен файл.",
    "A built-in pack or a file; may be repeated.": "Вграден набор или файл; може да се повтаря.",
    "The packs that come with Laurel.": "Наборите, които идват с Laurel.",
    "What a pack asks for on a day.": "Какво изисква един набор в даден ден.",
    "What a rule may ask about.": "За какво може да пита едно правило.",
    "Put designs before one or more packs. Ends with 1 when a rule is broken.": (
        "Поставя проекти пред един или повече набори. Завършва с 1, когато правило е нарушено."
    ),
    "Designs of micro-credentials (JSON).": "Проекти на микроквалификации (JSON).",
    "Further facts as TOML: who approved it, evidence of need, …": (
        "Още факти като TOML: кой я е одобрил, доказана потребност и др."
    ),
    "What one pack forbids and the other allows, with the smallest example.": (
        "Какво единият набор забранява, а другият допуска, с най-малкия пример."
    ),
    "Run the tests beside a pack: PACK.tests.toml. Ends with 1 when one does not hold.": (
        "Изпълнява проверките до набора: PACK.tests.toml. Завършва с 1, когато някоя не е вярна."
    ),
    "The JSON Schema of a pack, for editors.": "JSON Schema на един набор, за редактори.",
    "Your pack (TOML).": "Вашият набор (TOML).",
    "Credentials of any kind as tokens (VC-JOSE-COSE).": "Удостоверения от всякакъв вид като токени (VC-JOSE-COSE).",
    "Sign a credential or presentation of Data Model 2.0 as a JWT or SD-JWT.": (
        "Подписва удостоверение или представяне по Data Model 2.0 като JWT или SD-JWT."
    ),
    "Check such a token with a key: signature, claims and data model; no dates.": (
        "Проверява такъв токен с ключ: подпис, твърдения и модел на данните; без дати."
    ),
    "The document to sign, or the token to check.": "Документът за подписване или токенът за проверка.",
    "The key: a file of “laurel keys new”, or a JsonWebKey with its secret.": (
        "Ключът: файл от „laurel keys new“ или JsonWebKey с тайната му част."
    ),
    "What it is, and how it is secured.": "Какво е и как е защитено.",
    "Where the answer goes: JSON with result and data.": "Къде да се запише отговорът: JSON с result и data.",
    "A JSON-LD context that you vouch for; may be repeated.": ("Контекст JSON-LD, за който гарантирате; може да се повтаря."),
    'What the holder may withhold: ["credentialSubject.names[0]", …].': (
        'Какво може да премълчи притежателят: ["credentialSubject.names[0]", …].'
    ),
}
