"""The names under which warm kernels are asked for."""

#: The environment variable that holds the address of the warm process: the path of its socket.
ADDRESS = "PARTNERSHIP_WARM_KERNELS"

#: The name of the kernel provisioner, as ``pyproject.toml`` makes it known to Jupyter.
PROVISIONER = "partnership-warm-kernels"

#: The environment variable by which Jupyter is told of another provisioner than its own.
DEFAULT_PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"
