// Reads the page with the device's own voice. The button stays hidden where there is none in the language
// of the page, and where somebody recorded the page in that language.
(() => {
  const button = document.getElementById("listen");
  const voices = window.speechSynthesis;
  const main = document.querySelector("main");
  const language = document.documentElement.lang;
  if (!button || !voices || !main || document.querySelector(`.listen audio[lang="${language}"]`)) return;

  const voice = () => voices.getVoices().find((one) => one.lang.toLowerCase().split(/[-_]/)[0] === language);
  const show = () => {
    button.hidden = !voice();
  };
  const pressed = (on) => button.setAttribute("aria-pressed", String(on));

  // Sentence by sentence: some browsers stop long texts half-way.
  const sentences = () => {
    const lines = (element) => element.innerText.split("\n").map((line) => line.trim());
    const apart = main.querySelectorAll(`nav, form, .listen, [lang]:not([lang="${language}"])`);
    const skip = [...apart].flatMap(lines);
    return lines(main)
      .filter((line) => (skip.includes(line) ? void skip.splice(skip.indexOf(line), 1) : line))
      .flatMap((line) => line.match(/\S.*?(?:[.!?؟](?=\s|$)|$)/g) || []);
  };

  let turn = 0;
  const stop = () => {
    turn += 1;
    voices.cancel();
    pressed(false);
  };
  const start = () => {
    stop();
    const mine = turn;
    const said = sentences().map((text) => {
      const one = new SpeechSynthesisUtterance(text);
      one.lang = language;
      one.voice = voice();
      return one;
    });
    if (!said.length) return;
    said[said.length - 1].onend = () => mine === turn && pressed(false);
    pressed(true);
    said.forEach((one) => voices.speak(one));
  };

  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : start()));
  window.addEventListener("pagehide", stop);
  voices.addEventListener?.("voiceschanged", show);
  show();
})();
