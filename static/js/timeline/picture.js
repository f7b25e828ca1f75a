// The chart as PNG: the SVG file, drawn at twice its size. The button is there only where this can be done.

const LARGEST = 16_000; // pixels that a side of a canvas may have
const MOST = 120_000_000; // pixels that a canvas may have

export function start() {
  const link = document.querySelector('#results .downloads a[href*=".svg"]');
  if (!link || link.parentElement.querySelector("[data-png]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.dataset.png = "";
  button.textContent = "PNG";
  link.after(button);
  button.addEventListener("click", () => download(link, button));
}

async function download(link, button) {
  button.disabled = true;
  button.textContent = "PNG …";
  try {
    save(await pngOf(link.href), nameOf(new URL(link.href)));
    button.textContent = "PNG";
  } catch {
    button.textContent = "PNG failed: try again, or take the SVG";
  }
  button.disabled = false;
}

async function pngOf(address) {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const scale = Math.min(2, LARGEST / width, LARGEST / height, Math.sqrt(MOST / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
}

// That of the SVG file: with the period, where one is asked for.
function nameOf({ pathname, searchParams }) {
  const day = (name, word) => (/^\d{4}-\d\d-\d\d$/.test(searchParams.get(name)) ? `-${word}-${searchParams.get(name)}` : "");
  return `${pathname.split("/").slice(-2).join("-").replace(/\.svg$/, "")}${day("since", "from")}${day("until", "to")}.png`;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
