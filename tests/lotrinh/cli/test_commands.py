"""What every command does with good and bad arguments, files and languages."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import jsonschema
import pytest

from lotrinh.cli import main
from lotrinh.cli.texts import choose, texts

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

COMMANDS: Final = ("read", "explain", "check", "schema", "read-many", "evaluate")
HEAVY: Final = ("django", "docx", "pdfplumber", "pypdfium2", "xlsxwriter", "lxml", "rapidfuzz", "vanban.pipeline")


def test_read_prints_json_into_a_pipe_and_it_validates(run: Run, plan: Path) -> None:
    result = run("read", plan)
    assert (result.returncode, result.stderr) == (0, b"")
    record = json.loads(result.stdout)
    assert record["source"]["filename"] == "ke-hoach.txt"
    assert record["document"]["number"] == "15/KH-UBND"
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(record, schema)


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("json", b"{"),
        ("markdown", "# Kế hoạch số 15/KH-UBND".encode()),
        ("table", b"K"),
        ("xlsx", b"PK"),
        ("csv", b"\xef\xbb\xbf"),
        ("akn", b"<?xml version='1.0' encoding='UTF-8'?>\n<akomaNtoso "),
    ],
)
def test_every_form_can_be_printed(run: Run, plan: Path, form: str, start: bytes) -> None:
    result = run("read", plan, "--format", form)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(start)


def test_standard_input_is_read_as_a_file(run: Run, plan: Path) -> None:
    result = run("read", "-", "--format", "csv", data=plan.read_bytes())
    rows = list(csv.reader(io.StringIO(result.stdout.decode("utf-8-sig"))))
    assert rows[0][1] == "Nhiệm vụ"
    assert len(rows) >= 2


def test_several_files_are_json_lines(run: Run, plan: Path) -> None:
    other = plan.with_name("khac.txt")
    other.write_bytes(plan.read_bytes())
    lines = run("read", plan, other).stdout.splitlines()
    assert [json.loads(line)["source"]["filename"] for line in lines] == ["ke-hoach.txt", "khac.txt"]


def test_several_files_go_into_a_folder_under_names_of_their_own(run: Run, plan: Path) -> None:
    same_stem = plan.with_suffix(".md")
    same_stem.write_bytes(plan.read_bytes())
    folder = plan.parent / "ra"
    assert run("read", plan, same_stem, "--format", "xlsx", "-o", folder).returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["ke-hoach.md.xlsx", "ke-hoach.xlsx"]


def test_the_ending_of_the_output_chooses_the_form(run: Run, plan: Path) -> None:
    output = plan.with_name("ra.xlsx")
    assert run("read", plan, "-o", output).returncode == 0
    assert output.read_bytes().startswith(b"PK")


def test_an_ending_that_means_no_form_is_refused(run: Run, plan: Path) -> None:
    output = plan.with_name("nhiem-vu.docx")
    done = run("read", str(plan), "-o", str(output))
    assert done.returncode == 2
    assert ".xlsx" in done.stderr.decode()
    assert not output.exists()
    assert run("read", str(plan), "--format", "json", "-o", str(output)).returncode == 0


def test_a_folder_may_have_a_dot_in_its_name(run: Run, plan: Path) -> None:
    folder = plan.parent / "ket.qua"
    assert run("read", str(plan), "-o", f"{folder}/").returncode == 0
    assert (folder / "ke-hoach.json").is_file()


def test_the_reason_of_the_system_is_said_in_the_language_asked_for(run: Run, plan: Path) -> None:
    output = str(plan.parent / "khong-co" / "x.json")
    assert "không có thư mục này" in run("read", str(plan), "-o", output).stderr.decode()
    assert "no such folder" in run("--lang", "en", "read", str(plan), "-o", output).stderr.decode()


def test_one_bad_file_does_not_stop_the_others(run: Run, plan: Path) -> None:
    result = run("read", plan.with_name("khong-co.txt"), plan)
    assert result.returncode == 2
    assert json.loads(result.stdout)["document"]["number"] == "15/KH-UBND"
    assert b"[not-found]" in result.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", b"empty"), (b"\x00\x01\x02\x03" * 100, b""), (b"%PDF-1.7\n", b""), (b"PK\x03\x04broken", b"")],
)
def test_a_bad_file_is_one_sentence_and_status_2(run: Run, tmp_path: Path, content: bytes, code: bytes) -> None:
    path = tmp_path / "hong.bin"
    path.write_bytes(content)
    for command in ("read", "explain", "check"):
        result = run(command, path)
        assert result.returncode == 2
        assert result.stdout == b""
        assert result.stderr.startswith("lotrinh: lỗi: ".encode())
        assert result.stderr.count(b"\n") == 1
        assert b"Traceback" not in result.stderr
        assert code in result.stderr


def test_messages_are_english_when_asked_for(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    vietnamese = run("read", missing).stderr.decode()
    assert "Không tìm thấy tệp" in vietnamese
    for result in (run("read", missing, "--lang", "en"), run("read", missing, LOTRINH_LANG="en")):
        assert result.stderr.decode().startswith("lotrinh: error: File ")
    assert "Không" in run("read", missing, "--lang", "vi", LOTRINH_LANG="en").stderr.decode()


def test_a_folder_is_not_a_file(run: Run, tmp_path: Path) -> None:
    result = run("read", tmp_path)
    assert result.returncode == 2
    assert "read-many" in result.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("read",),
        ("reed",),
        ("read", "--formt", "x"),
        ("read", "x", "--format", "pdf"),
        ("read-many", "x"),
        ("schema", "x"),
    ],
)
def test_wrong_arguments_are_status_2_with_the_way_to_help(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    text = result.stderr.decode()
    assert "Cách dùng:" in text
    assert "Traceback" not in text
    for english in ("Error", "Usage", "No such", "Missing"):
        assert english not in text


def test_a_wrong_setting_is_one_sentence(run: Run, plan: Path) -> None:
    result = run("read", plan, LOTRINH_MAX_BYTES="nhiều")
    assert result.returncode == 2
    assert "LOTRINH_MAX_BYTES" in result.stderr.decode()


def test_limits_come_from_the_environment(run: Run, plan: Path) -> None:
    assert b"[too-large]" in run("read", plan, LOTRINH_MAX_BYTES="100").stderr
    assert b"[too-large]" in run("read", "-", data=plan.read_bytes(), LOTRINH_MAX_BYTES="100").stderr


def test_the_input_is_never_overwritten(run: Run, plan: Path) -> None:
    before = plan.read_bytes()
    link = plan.with_name("lien-ket.txt")
    link.symlink_to(plan)
    for command in ("read", "explain"):
        for output in (plan, link):
            result = run(command, plan, "-o", output)
            assert result.returncode == 2
            assert "chính là tệp vào" in result.stderr.decode()
    assert plan.read_bytes() == before


def test_an_output_is_whole_or_not_there(run: Run, plan: Path) -> None:
    result = run("read", plan, "-o", plan.parent / "khong-co" / "ra.json")
    assert result.returncode == 2
    assert "Không ghi được" in result.stderr.decode()
    output = plan.with_name("ra.json")
    output.write_text("cũ")
    output.chmod(0o640)
    assert run("read", plan, "-o", output).returncode == 0
    assert json.loads(output.read_bytes())["schema"] == "lotrinh.plan/1"
    assert output.stat().st_mode & 0o777 == 0o640
    assert not list(plan.parent.glob(".ra.json*"))


def test_explain_writes_a_page(run: Run, plan: Path) -> None:
    output = plan.with_name("trang.html")
    result = run("explain", plan, "-o", output)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    page = output.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "15/KH-UBND" in page
    assert run("explain", plan).stdout.decode() == page


def test_check_prints_findings_like_a_compiler(run: Run, plan: Path) -> None:
    result = run("check", plan)
    lines = result.stdout.decode().splitlines()
    assert lines
    for line in lines:
        assert line.startswith(f"{plan}:")
        place, code = line.removeprefix(f"{plan}:").split(" ")[:2]
        assert place.rstrip(":").isdigit()
        assert code.replace("-", "").isalpha()
    abolished = next(line for line in lines if "body-abolished" in line)
    number = int(abolished.removeprefix(f"{plan}:").split(":")[0])
    assert "Sở Thông tin và Truyền thông" in plan.read_text(encoding="utf-8").splitlines()[number - 1]
    assert "\x1b[" not in result.stdout.decode()
    assert "văn bản" in result.stderr.decode()


def test_check_is_status_1_only_for_errors(run: Run, plan: Path) -> None:
    result = run("check", plan)
    errors = [line for line in result.stdout.decode().splitlines() if line.endswith("[lỗi]")]
    assert result.returncode == (1 if errors else 0)
    draft = plan.with_name("loi.txt")
    text = plan.read_text(encoding="utf-8").replace(
        "1. Sở Tài chính bố trí kinh phí",
        "Tổng kinh phí 100 tỷ đồng, trong đó: ngân sách trung ương 10 tỷ đồng, ngân sách tỉnh 20 tỷ đồng.\n\n"
        "1. Sở Tài chính",
    )
    draft.write_text(text, encoding="utf-8")
    result = run("check", draft)
    errors = [line for line in result.stdout.decode().splitlines() if line.endswith("[lỗi]")]
    assert result.returncode == (1 if errors else 0)


def test_check_with_an_unreadable_file_is_status_2(run: Run, plan: Path) -> None:
    result = run("check", plan, plan.with_name("khong-co.txt"))
    assert result.returncode == 2
    assert result.stdout


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("schema",), *((name, "--help") for name in COMMANDS)]
)
def test_nothing_heavy_is_loaded_before_it_is_needed(arguments: tuple[str, ...], command: list[str]) -> None:
    allowed = {"rapidfuzz"} if arguments[0] == "evaluate" else set()
    code = (
        "import sys; from lotrinh.cli import main; status = main(sys.argv[1:]); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(status)"
    )
    result = subprocess.run([*command[:2], code, *arguments], capture_output=True, check=True)
    assert set(json.loads(result.stderr.decode().replace("'", '"'))) <= allowed


def processor_time() -> float:
    """Seconds of processor time that the finished children of this process took."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@pytest.mark.parametrize("argument", ["--help", "schema"])
def test_the_command_line_starts_in_less_than_0_4_seconds(argument: str, command: list[str]) -> None:
    """Processor time, so that other work on the machine does not count."""
    times = []
    for _ in range(5):
        start = processor_time()
        subprocess.run([*command, argument], stdout=subprocess.DEVNULL, check=True)
        times.append(processor_time() - start)
    assert min(times) < 0.4


def test_a_closed_pipe_is_quiet(command: list[str], plan: Path) -> None:
    process = subprocess.Popen([*command, "read", *[str(plan)] * 40], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), errors) == (141, b"")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [("read {plan} >&-", 0), ("--help >&-", 0), ("read - <&-", 2), ("check nothing.txt 2>&-", 2)],
)
def test_a_stream_that_the_caller_closed_is_no_fault(
    command: list[str], plan: Path, arguments: str, status: int
) -> None:
    line = " ".join([*map(shlex.quote, command), arguments.format(plan=shlex.quote(str(plan)))])
    result = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert result.returncode == status
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [["read", ""], ["explain", ""], ["read-many", "", "-o", "x"], ["read", "{plan}", "-o", ""]]
)
def test_an_empty_name_is_named(run: Run, plan: Path, arguments: list[str]) -> None:
    result = run(*(argument.format(plan=plan) for argument in arguments))
    assert result.returncode == 2
    assert "để trống" in result.stderr.decode()


def test_ctrl_c_is_status_130(command: list[str]) -> None:
    # Tests that were started in the background of a shell hand down that Ctrl-C is ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [*command, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    signal.signal(signal.SIGINT, before)
    assert process.stdin is not None
    assert process.stderr is not None
    # More than a pipe holds: once it is gone the command has begun to read, and soon waits for the rest.
    process.stdin.write(b"x" * 200_000)
    process.stdin.flush()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    errors = process.stderr.read().decode()
    process.stdin.close()
    process.stderr.close()
    assert process.wait(60) == 130
    assert "Đã dừng" in errors
    assert "Traceback" not in errors


@pytest.mark.skipif(os.name == "nt", reason="names of files are text on Windows")
def test_names_that_are_not_utf8_or_hold_control_characters_are_printed_safely(run: Run, tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/x\xff\x1b[31m\n.txt"))
    result = run("check", path)
    assert result.returncode == 2
    assert b"\x1b" not in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_version_is_printed(run: Run) -> None:
    assert run("--version").stdout.decode().startswith("lotrinh ")


def test_the_language_is_the_last_that_was_asked_for() -> None:
    assert choose(["read", "--lang", "en"], {}) == "en"
    assert choose(["--lang=en", "read", "--lang", "vi"], {}) == "vi"
    assert choose(["read", "--", "--lang", "en"], {}) == "vi"
    assert choose([], {"LOTRINH_LANG": "en"}) == "en"
    assert choose([], {"LANG": "en_US.UTF-8"}) == "vi"


def test_every_sentence_stands_in_both_languages_with_the_same_fields() -> None:
    for key, sentences in texts().items():
        assert set(sentences) == {"vi", "en"}, key
        fields = [sorted(part.split("}")[0] for part in sentences[lang].split("{")[1:]) for lang in ("vi", "en")]
        assert fields[0] == fields[1], key


def test_evaluate_scores_the_answers_of_the_project(run: Run, samples: Path) -> None:
    result = run("evaluate", samples / "gold")
    text = result.stdout.decode()
    assert result.returncode == 0, result.stderr.decode()
    assert text.startswith("Phần")
    for part in ("header", "tasks", "targets", "citations"):
        assert part in text


def test_evaluate_takes_records_that_were_read_before(run: Run, samples: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    name = "ke-hoach-tinh-uy"
    (gold / f"{name}.json").write_bytes((samples / "gold" / f"{name}.json").read_bytes())
    records = tmp_path / "records.jsonl"
    assert run("read", samples / f"{name}.md", "--format", "json", "-o", records).returncode == 0
    records.write_text(json.dumps(json.loads(records.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")
    result = run("evaluate", gold, "--records", records, "--diff")
    assert result.returncode == 0, result.stderr.decode()
    assert name in result.stdout.decode()


@pytest.mark.parametrize("content", ["{", "[]", '{"document": {}}'])
def test_evaluate_refuses_answers_that_are_none(run: Run, tmp_path: Path, plan: Path, content: str) -> None:
    (tmp_path / "ke-hoach.json").write_text(content)
    del plan
    result = run("evaluate", tmp_path)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


def test_the_commands_run_in_this_process_too(
    plan: Path, environment: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    del environment
    assert main(["read", str(plan), "--format", "markdown", "--lang", "en"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"# Plan No. 15/KH-UBND")


def test_the_reference_shows_the_help_of_every_command(run: Run, root: Path) -> None:
    page = (root / "docs/reference/commands.md").read_text(encoding="utf-8")
    for command in ("", *COMMANDS):
        printed = run(*([command] if command else []), "--help", LOTRINH_LANG="en").stdout.decode()
        assert f"```text\n{printed}```" in page, f"run: COLUMNS=80 lotrinh {command} --help --lang en"
        if command:
            assert f"## `lotrinh {command}`" in page


def test_help_is_vietnamese_by_default(run: Run) -> None:
    for command in ("", *COMMANDS):
        text = run(*([command] if command else []), "--help").stdout.decode()
        assert text.startswith("Cách dùng: lotrinh")
        assert "Tùy chọn:" in text
        for english in ("Usage", "Options:", "Show"):
            assert english not in text
