// Says in French what Streamlit says in English; dashboard/service/shell.py serves it.
{
  const WORDS = {
    "App pages": "Pages",
    "Choose an option": "Choisir",
    "Choose date": "Ouvrir le calendrier",
    "Close": "Fermer",
    "Close fullscreen": "Réduire",
    "Collapse sidebar": "Fermer le menu",
    "Connecting": "Connexion…",
    "Connecting to Streamlit server": "Connexion au serveur…",
    "Connection error": "Connexion perdue",
    "Copy to clipboard": "Copier",
    "Dismiss": "Fermer",
    "Expand sidebar": "Ouvrir le menu",
    "Fullscreen": "Agrandir",
    "Link to heading": "Lien vers ce titre",
    "Next month": "Mois suivant",
    "No results": "Aucun résultat",
    "Open": "Ouvrir la liste",
    "Page not found": "Page introuvable",
    "Previous month": "Mois précédent",
    "Press Enter to apply": "Entrée pour valider",
    "Sidebar": "Menu",
    "Skip to main content": "Aller au contenu",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "Cette adresse n'existe pas : voici la première page.",
    "Unable to connect to Streamlit server": "Le serveur ne répond pas",
  };
  const STARTS = {
    "Choose date, ": "Calendrier, ",
    "Close fullscreen: ": "Réduire : ",
    "Fullscreen: ": "Agrandir : ",
    "You have requested page ": "Voici la première page. Cette adresse n'existe pas : ",
    "day, ": "jour, ",
    "month, ": "mois, ",
    "year, ": "année, ",
  };
  const ATTRIBUTES = ["aria-label", "placeholder", "title"];

  const say = (text) => {
    if (Object.hasOwn(WORDS, text)) return WORDS[text];
    const start = Object.keys(STARTS).find((words) => text.startsWith(words));
    return start ? STARTS[start] + text.slice(start.length) : text;
  };
  const translate = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = say(node.data);
      if (text !== node.data) node.data = text;
      return;
    }
    for (const name of ATTRIBUTES) {
      const text = node.getAttribute(name);
      if (text && say(text) !== text) node.setAttribute(name, say(text));
    }
  };
  const visit = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walker.nextNode()) translate(node);
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(visit);
      else translate(target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES,
  });
}
