// Adds the points of the ticked lines. Without this script the grid above is added by hand.
(function () {
  "use strict";
  var boite = document.getElementById("calculette");
  var total = document.getElementById("total");
  function compter() {
    var somme = 0;
    boite.querySelectorAll("input:checked").forEach(function (c) { somme += Number(c.dataset.points); });
    total.textContent = String(somme).replace("-", "−");
  }
  boite.hidden = false;
  boite.addEventListener("change", compter);
  // A browser brings ticks back with the page: nothing is kept here, so they go.
  addEventListener("pageshow", function () {
    boite.querySelectorAll("input").forEach(function (c) { c.checked = false; });
    compter();
  });
})();
