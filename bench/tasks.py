"""What is measured: each task with the commands that do it, and what its figures are held against.

Promise: every command of a task does the same work; what a tool cannot do it is not asked to. A task
without its reference, or without TLS where it needs it, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.measuring import Launcher, Run
from bench.stage import Stage
from bench.tools import Tool, Words, bare_python

MANY = 200
FLOOR = "python -c pass"
Make = Callable[[Tool], Words | None]


@dataclass(frozen=True, slots=True)
class Task:
    """`commands` by name; ratios are to `reference`. `light` tasks take milliseconds."""

    title: str
    reference: str
    commands: dict[str, Callable[[], Run]]
    light: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """Who does the tasks, where, and who runs them."""

    tools: dict[str, Tool]
    stage: Stage
    launcher: Launcher


def tasks(scene: Scene) -> Iterator[Task]:
    """All of them, the quick ones first."""
    stage = scene.stage
    yield _start(scene)
    plain, secure = stage.plain + stage.small, stage.secure + stage.small
    size = f"{stage.mebibytes} MiB"
    yield _task("GET of 1 KiB", scene, lambda tool: tool.get(plain, stage))
    if stage.secure:
        yield _task("GET of 1 KiB by TLS", scene, lambda tool: tool.get(secure, stage))
    yield _many(scene)
    large = stage.plain + stage.large
    yield _heavy(f"{size} to a file", scene, lambda tool: tool.download(large, stage))
    if stage.secure:
        large = stage.secure + stage.large
        yield _heavy(f"{size} to a file by TLS", scene, lambda tool: tool.download(large, stage))
        yield _heavy(
            f"{size} to a file by HTTP/2", scene, lambda tool: tool.download_by_http2(large, stage)
        )
    upload = stage.uploads + "/upload"
    yield _heavy(f"upload of {size}", scene, lambda tool: tool.upload(upload, stage))


def _start(scene: Scene) -> Task:
    commands = {FLOOR: _measured(scene, bare_python())}
    for name, tool in scene.tools.items():
        commands[f"{name} {tool.opening[-1]}"] = _measured(scene, tool.opening)
        if name == "whttp":
            commands["whttp --help"] = _measured(scene, [tool.program[0], "--help"])
    return Task("start", FLOOR, commands)


def _many(scene: Scene) -> Task:
    """One and many: the difference is what the further requests cost."""
    urls = [f"{scene.stage.plain}{scene.stage.small}?{number}" for number in range(MANY)]
    commands: dict[str, Callable[[], Run]] = {}
    for name, tool in scene.tools.items():
        for count in (1, MANY):
            words = tool.many(urls[:count], scene.stage)
            if words is not None:
                commands[many_name(name, count)] = _measured(scene, words)
    return Task(f"{MANY} requests on one connection", many_name("curl", MANY), commands)


def many_name(tool: str, count: int) -> str:
    """How a command of `_many` is called."""
    return f"{tool}, {count} request{'s' if count > 1 else ''}"


def _task(title: str, scene: Scene, make: Make) -> Task:
    commands: dict[str, Callable[[], Run]] = {FLOOR: _measured(scene, bare_python())}
    commands |= _by_tool(scene, make)
    return Task(title, "HTTPie" if "HTTPie" in commands else "curl", commands)


def _heavy(title: str, scene: Scene, make: Make) -> Task:
    return Task(title, "curl", _by_tool(scene, make), light=False)


def _by_tool(scene: Scene, make: Make) -> dict[str, Callable[[], Run]]:
    made = {name: (tool, make(tool)) for name, tool in scene.tools.items()}
    return {
        name: _measured(scene, words, tool.environment(scene.stage))
        for name, (tool, words) in made.items()
        if words is not None
    }


def _measured(scene: Scene, words: Words, environment: dict[str, str] | None = None) -> Callable[[], Run]:
    """Runs it where no earlier download is in the way."""

    def measure() -> Run:
        scene.stage.target.unlink(missing_ok=True)
        return scene.launcher.run(words, environment)

    return measure
