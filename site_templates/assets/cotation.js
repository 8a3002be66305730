// Adds the points of the ticked lines. Without this script the grid above is added by hand.
(function () {
  "use strict";
  var boite = document.getElementById("calculette");
  var total = document.getElementById("total");
  boite.hidden = false;
  boite.addEventListener("change", function () {
    var somme = 0;
    boite.querySelectorAll("input:checked").forEach(function (c) { somme += Number(c.dataset.points); });
    total.textContent = String(somme).replace("-", "−");
  });
})();
