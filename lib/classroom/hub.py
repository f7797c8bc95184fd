"""JupyterHub's settings for a classroom; read by JupyterHub, what differs is told by `opening`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from classroom.entrance import NAMES

_PAGE = Path(__file__).parent / "page"
#: What the notebook server loads: the notebook and what it is made of, nothing else.
_EXTENSIONS = {
    "jupyterhub": True,
    "jupyterlab": True,
    "notebook": True,
    "notebook_shim": True,
    "jupyter_lsp": False,
    "jupyter_server_terminals": False,
    **{
        f"nbgrader.server_extensions.{name}": False
        for name in ("assignment_list", "course_list", "formgrader", "validate_assignment")
    },
}


def configure(c: Any, settings: dict[str, Any]) -> None:
    """Set everything on JupyterHub's configuration object.

    Parameters
    ----------
    c : traitlets.config.Config
        JupyterHub's.
    settings : dict
        The fields of `classroom.opening.Room`, ``hub_port`` and ``proxy_port`` (where hub and proxy
        speak to each other), ``desks`` (the socket where they are asked for) and
        ``opener`` (the process without which the class is to end).
    """
    room = Path(settings["classroom"]) / ".hub"
    _hub(c.JupyterHub, settings, room)
    proxy = [sys.executable, "-m", "classroom.proxy", "--log-level=warn"]
    c.ConfigurableHTTPProxy.command = proxy
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings['proxy_port']}"
    c.ConfigurableHTTPProxy.pid_file = str(room / "proxy.pid")
    entrance = c.ClassAuthenticator
    entrance.user_password = settings["password"]
    entrance.words = str(room / "words.json")
    entrance.allow_all = True
    entrance.request_otp = True
    entrance.username_pattern = NAMES
    _desk(c.DeskSpawner, settings)


def _hub(hub: Any, settings: dict[str, Any], room: Path) -> None:
    hub.bind_url = f"http://{settings['host']}:{settings['port']}"
    hub.hub_bind_url = f"http://127.0.0.1:{settings['hub_port']}"
    hub.authenticator_class = "classroom.entrance.ClassAuthenticator"
    hub.spawner_class = "classroom.spawner.DeskSpawner"
    hub.template_paths = [str(Path(__file__).parent / "templates")]
    hub.db_url = f"sqlite:///{room / 'hub.sqlite'}"
    hub.cookie_secret_file = str(room / "cookie_secret")
    hub.active_server_limit = settings["participants"]
    hub.concurrent_spawn_limit = settings["participants"]
    hub.cleanup_servers = True
    hub.log_level = "WARN"


def _desk(spawner: Any, settings: dict[str, Any]) -> None:
    for name in ("classroom", "lessons", "shared"):
        setattr(spawner, name, settings[name])
    spawner.address = settings["desks"]
    spawner.default_url = "/tree"
    spawner.start_timeout = spawner.http_timeout = 120
    spawner.args = [
        "--ServerApp.terminals_enabled=False",
        "--ServerApp.quit_button=False",
        f"--ServerApp.jpserver_extensions={_EXTENSIONS}",
        "--KernelManager.transport_encryption=required",
        "--ServerApp.kernel_manager_class=classroom.kernels.FewKernels",
        *(f"--{app}.extra_labextensions_path={_PAGE}" for app in ("LabApp", "JupyterNotebookApp")),
        f"--ServerApp.allow_root={os.geteuid() == 0}",
    ]
