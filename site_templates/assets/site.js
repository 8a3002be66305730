// Every page is complete without this script: it shortens a list and unfolds what is printed.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  // « St-Nazaire », « saint nazaire » and « SAINT NAZAIRE » become the same words.
  function plier(texte) {
    return texte.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/œ/g, "oe").replace(/[^a-z0-9]+/g, " ").trim()
      .replace(/\bst(e?)\b/g, "saint$1");
  }

  function filtrer(champ) {
    var lignes = document.getElementById(champ.dataset.filtre).querySelectorAll("[data-nom]");
    var statut = champ.closest(".filtre").querySelector("[role=status]");
    champ.addEventListener("input", function () {
      var mots = plier(champ.value).split(" "), total = 0;
      lignes.forEach(function (ligne) {
        var nom = " " + plier(ligne.dataset.nom);
        var vu = mots.every(function (mot) { return nom.indexOf(" " + mot) >= 0; }) ||
          nom.replace(/ /g, "").indexOf(mots.join("")) === 0;
        ligne.hidden = !vu;
        total += vu;
      });
      statut.textContent = !mots[0] ? "" : !total ? "Aucune commune ne correspond à ce nom."
        : total + (total > 1 ? " communes correspondent." : " commune correspond.");
    });
  }

  document.querySelectorAll("input[data-filtre]").forEach(filtrer);
  addEventListener("beforeprint", function () {
    document.querySelectorAll("main details").forEach(function (d) { d.open = true; });
  });
})();
