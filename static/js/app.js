// The entry of every page but the player. A page is whole without scripts, so what makes it live
// comes after it has been shown: on a phone that is a fifth of the time a page takes to change.

import "./install-offer.js";

const start = () => import("./site.js");

if (document.readyState === "complete") start();
else addEventListener("load", start, { once: true });
