// Video and audio: go on where you were, at the speed you chose. Kept in this browser alone, and
// gone with the session: on a shared computer nobody sees what another listened to.

const KEY = (player) => `media:${player.dataset.media}`;
const NEAR_THE_END = 5; // seconds: who was there begins anew

for (const player of document.querySelectorAll("[data-media]")) {
  const at = Number(sessionStorage.getItem(KEY(player)));
  player.addEventListener(
    "loadedmetadata",
    () => {
      if (at > 0 && at < player.duration - NEAR_THE_END) player.currentTime = at;
    },
    { once: true },
  );
  player.addEventListener("timeupdate", () => {
    sessionStorage.setItem(KEY(player), String(Math.floor(player.currentTime)));
  });

  const speed = player.closest("figure").querySelector("[data-speed]");
  const choice = speed.querySelector("select");
  speed.hidden = false;
  choice.addEventListener("change", () => {
    player.playbackRate = Number(choice.value);
  });
}
