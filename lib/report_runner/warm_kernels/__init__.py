"""Fresh kernels in hundredths of a second, forked from a process that has the packages imported.

A stock kernel spends three to four seconds on imports before the first cell. Here one process, the
*warm process*, imports the numerical packages and the library once, and forks a kernel from itself
each time one is asked for. What is forked has a namespace, environment, working folder, session and
random state of its own, so that a notebook gives the same as in a stock kernel.

The way in is a Jupyter *kernel provisioner* of the name `PROVISIONER`, so that whatever starts
kernels through ``jupyter_client`` can have them warm: papermill, nbval, JupyterLab. It asks the
warm process whose address stands in the environment variable `ADDRESS`; where there is none, or it
does not answer, or the request is for something that a fork cannot give, it starts a stock kernel.

``python -m report_runner.warm_kernels jupyter lab`` runs any such program with warm kernels.
"""

from report_runner.warm_kernels import family
from report_runner.warm_kernels.environment import fixed_environment
from report_runner.warm_kernels.launch import WarmProcess, is_supported
from report_runner.warm_kernels.names import ADDRESS, PROVISIONER

__all__ = ["ADDRESS", "PROVISIONER", "WarmProcess", "family", "fixed_environment", "is_supported"]
