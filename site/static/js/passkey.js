// Shows what needs a passkey only where the browser knows them, and says it when one did not work.
(function () {
  if (window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach(function (part) {
      part.hidden = false;
    });
  }
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    document.getElementById("passkey-error").hidden = false;
  });
})();
