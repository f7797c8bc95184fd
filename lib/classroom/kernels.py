"""How many lessons a desk keeps running."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

MOST = 2


class FewKernels(AsyncMappingKernelManager):
    """Let a few lessons run at a time, so that a class does not fill the memory by and by.

    A lesson whose tab is closed, or only left, would otherwise go on until the class ends. When one
    more is opened, the one that was used longest ago stops, unless it is at work; whoever comes
    back to it runs it again from the top.
    """

    async def start_kernel(self, **options: Any) -> str:
        """Stop what is one too many, then start a kernel.

        Parameters
        ----------
        **options : object
            As the notebook server gives them.

        Returns
        -------
        str
            The kernel's name.
        """
        running = sorted(self.list_kernels(), key=lambda each: each["last_activity"])
        for each in running[: max(0, len(running) - MOST + 1)]:
            if each["execution_state"] != "busy":
                await self.shutdown_kernel(each["id"])
        return await super().start_kernel(**options)
