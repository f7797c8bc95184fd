/* A cell that is run while its kernel is still being started waits for the kernel.
 *
 * JupyterLab (4.6) passes such a cell over without a word, and the next one fails for lack of it;
 * in a class that comes in at once this befalls whoever is quick. This takes the place of
 * "@jupyterlab/notebook-extension:cell-executor", waits, and then does the same. Loaded as a
 * prebuilt extension; written as one by hand, because nothing in it needs building.
 */
(() => {
  let shared;

  async function plugin() {
    const [provided] = Object.values(shared['@jupyterlab/notebook']);
    const { INotebookCellExecutor, runCell } = (await provided.get())();
    return {
      id: 'classroom-waits:cell-executor',
      autoStart: true,
      provides: INotebookCellExecutor,
      activate: () =>
        Object.freeze({
          runCell: async options => {
            if (options.cell.model.type === 'code') {
              options.cell.setPrompt('*');
              await options.sessionContext?.ready;
            }
            return runCell(options);
          }
        })
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['classroom-waits'] = {
    init: scope => {
      shared = scope;
    },
    get: async () => {
      const found = await plugin();
      return () => ({ __esModule: true, default: found });
    }
  };
})();
