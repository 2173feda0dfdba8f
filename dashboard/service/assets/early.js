// Runs before Streamlit's own code, on every page; dashboard/service/shell.py serves it.
{
  // Streamlit opens a page, then adds its choices to the address: two entries of the history for
  // one visit, and a « back » that only loses the choices. Made one, unless the reader acted.
  let arriving = true;
  const push = history.pushState;
  history.pushState = function (state, title, address) {
    const samePage = new URL(address ?? "", location.href).pathname === location.pathname;
    (samePage && arriving ? history.replaceState : push).call(this, state, title, address);
    arriving = !samePage;
    // a page opens at its head; Streamlit leaves it where the former one was read
    if (!samePage) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };
  for (const act of ["keydown", "pointerdown"]) addEventListener(act, () => { arriving = false; }, true);

  // What draws a page is made ready while the server prepares it, not when its elements have come.
  const code = JSON.parse(document.currentScript.dataset.code);
  document.addEventListener("DOMContentLoaded", () => {
    for (const file of code) import(new URL(file, document.baseURI));
  });
}
