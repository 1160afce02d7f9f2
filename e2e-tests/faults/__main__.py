"""``./ancho faults``: play schedules until one fails, or all of them have passed."""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from stack import REPOSITORY, Stack

from faults.disks import Disks
from faults.framework import SETTINGS, framework_schedule
from faults.schedule import Kind, Schedule
from faults.table import HEADING, rows, told
from faults.trial import Arena, Trial, Verdict


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ancho-faults-", ignore_cleanup_errors=True) as scratch:
        home = options.home or Path(scratch)
        disks = Disks(home)
        kinds = list(Kind)
        if not (options.disks and disks.mount()):
            print("Without small file systems of its own: no disk will be full.")
            kinds.remove(Kind.DISK)
        stack = Stack(home, SETTINGS if options.framework or options.table is not None else {})
        try:
            stack.up()
            if options.home is None:
                stack.down()  # By now every program has the archive of its classes, and is back in half the time.
                stack.up()
            arena = Arena(stack, disks)
            arena.prepare()
            return _play(arena, options, kinds) if options.table is None else _play_table(arena, options)
        finally:
            if not options.keep:
                stack.down()
                disks.unmount()


def _play(arena: Arena, options: argparse.Namespace, kinds: list[Kind]) -> int:
    first, count = (options.from_seed, options.schedules) if options.seed is None else (options.seed, 1)
    passed = 0
    failed: list[int] = []
    begin = time.monotonic()
    for seed in range(first, first + count):
        print(f"{seed - first + 1}/{count} ", end="")
        schedule = framework_schedule(seed) if options.framework else Schedule.of(seed, kinds)
        if _passes(arena, schedule, options.verbose):
            passed += 1
        else:
            failed.append(seed)
            if not options.go_on:
                break
    print(f"{passed} of {count} schedules passed, in {(time.monotonic() - begin) / 60:.0f} min.")
    option = " --framework" if options.framework else ""
    for seed in failed:
        print(f"Repeat the one that failed with: ./ancho faults{option} --seed {seed}")
    return 1 if failed else 0


def _play_table(arena: Arena, options: argparse.Namespace) -> int:
    """Play the rows that are wanted, and print the table."""
    failed = False
    lines = list(HEADING)
    everything = rows()
    for number in options.table or range(len(everything)):
        row = everything[number]
        print(f"{number} ", end="")
        verdict = Trial(arena, row.schedule).play()
        _tell(arena, row.schedule, verdict, options.verbose)
        failed = failed or bool(verdict.wrong)
        lines.append(told(row, verdict))
        print(lines[-1], flush=True)
    print("\n".join(lines))
    return 1 if failed else 0


def _passes(arena: Arena, schedule: Schedule, verbose: bool) -> bool:
    verdict = Trial(arena, schedule).play()
    _tell(arena, schedule, verdict, verbose)
    return not verdict.wrong


def _tell(arena: Arena, schedule: Schedule, verdict: Verdict, verbose: bool) -> None:
    state = "FAILED" if verdict.wrong else "passed"
    faults = "; ".join(map(str, schedule.faults)) or "no fault"
    print(f"seed {schedule.seed} {state} in {verdict.seconds:.0f} s: {faults}", flush=True)
    said = story(schedule, verdict)
    if verdict.wrong or verbose:
        print(said, flush=True)
    if verdict.wrong:
        print(f"What the processes said is in {_keep(arena.stack.home, schedule.seed, said)}", flush=True)


def story(schedule: Schedule, verdict: Verdict) -> str:
    """What was to happen, what happened, and what was wrong, a line each."""
    return "\n".join(
        [str(schedule), *(f"  {line}" for line in verdict.told), *(f"  WRONG {it}" for it in verdict.wrong)]
    )


def _keep(home: Path, seed: int, story: str) -> Path:
    """Copy what helps to find out why a schedule failed."""
    folder = REPOSITORY / "target" / "faults" / f"seed-{seed}-{time.strftime('%H%M%S')}"
    folder.mkdir(parents=True)
    (folder / "story.txt").write_text(story)
    shutil.copytree(home / "logs", folder / "logs")
    for sandboxes in ("tasks", "sandboxes"):
        shutil.copytree(home / "data" / "mesos" / sandboxes, folder / sandboxes, ignore_dangling_symlinks=True)
    return folder


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ancho faults", description=__doc__)
    parser.add_argument("--schedules", type=int, default=20, help="how many schedules to play")
    parser.add_argument("--from-seed", type=int, default=1, help="the first one's seed; the others follow")
    parser.add_argument("--seed", type=int, help="play this one alone")
    parser.add_argument("--framework", action="store_true", help="faults of the Mesos framework, with two schedulers")
    parser.add_argument("--table", nargs="*", type=int, help="play the fault table, or the rows with these numbers")
    parser.add_argument("--go-on", action="store_true", help="go on after a schedule has failed")
    parser.add_argument("--home", type=Path, help="where the stack is; else a folder that is thrown away")
    parser.add_argument("--keep", action="store_true", help="leave the stack up")
    parser.add_argument("--no-disks", dest="disks", action="store_false", help="do not mount small file systems")
    parser.add_argument("--verbose", action="store_true", help="tell what happens in every schedule")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
