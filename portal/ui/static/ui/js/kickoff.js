// The screen in the training room asks how many are in; without this file the page loads itself again.

const board = document.querySelector("[data-attendance]");
const said = board?.querySelector("[role=status]");
const bar = board?.querySelector("progress");
let seen = "";

async function ask() {
  if (document.hidden) return;
  // Kept in no cache, so the page remembers for itself what it has: the answer is then 304 and empty.
  const response = await fetch(board.dataset.attendance, {
    headers: seen ? { "If-None-Match": seen } : {},
    cache: "no-store",
    redirect: "error",
  });
  if (response.status !== 200) return;
  const count = await response.json();
  seen = response.headers.get("ETag");
  if (said.textContent !== count.text) said.textContent = count.text;
  bar.max = count.expected || 1;
  bar.value = count.inside;
}

// A line that falls away, or a session that ended, leaves the last numbers: asked again next time.
if (board) setInterval(() => ask().catch(() => {}), 1000 * Number(board.dataset.every));
