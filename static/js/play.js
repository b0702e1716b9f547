// The entry of the player. What is to be read before a session is in the page; what runs it comes after
// that has been shown.

const start = async () => {
  const [{ offline }] = await Promise.all([import("./offline.js"), import("./elements/routine-player.js")]);
  offline.start();
};

if (document.readyState === "complete") start();
else addEventListener("load", start, { once: true });
