"""Mail of the demonstration lands in a folder and can be read there."""

from django.core.mail import EmailMessage

from campus.base.mail_folder import MailFolder, newest


def test_letters_are_found_newest_first_and_by_reader(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    letters = [EmailMessage("Значка", f"text {n}", "laurel@x.example", [f"p{n}@x.example"]) for n in range(3)]

    assert MailFolder().send_messages(letters) == 3

    found = newest(settings.EMAIL_FILE_PATH)
    assert [letter.to for letter in found] == ["p2@x.example", "p1@x.example", "p0@x.example"]
    assert found[0].subject == "Значка"
    assert [letter.text.strip() for letter in newest(settings.EMAIL_FILE_PATH, to="P1@")] == ["text 1"]


def test_a_folder_that_is_not_there_holds_no_letters(tmp_path):
    assert newest(tmp_path / "none") == []
