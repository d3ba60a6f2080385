// The end of an embargo as the reader's own clock will show it. Without this the page has the kit's zone and UTC.
for (const place of document.querySelectorAll(".embargo__own")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const moment = new Date(place.dataset.moment);
  if (!zone || Number.isNaN(moment.getTime())) continue;
  const words = { dateStyle: "long", timeStyle: "short", timeZone: zone };
  const shown = new Intl.DateTimeFormat(document.documentElement.lang, words).format(moment);
  place.textContent = ` · ${place.dataset.words} ${shown} (${zone})`;
  place.hidden = false;
}
