// "Di sekitar saya": asks the device where it is, once, and opens the catalogue around that point.
"use strict";
(() => {
  const button = document.querySelector("[data-near]");
  if (!button || !navigator.geolocation) return;
  const told = document.querySelector("[data-near-error]");
  button.hidden = false;

  const around = ({ coords }) => {
    const address = new URL(location.href);
    address.searchParams.delete("cursor");
    address.searchParams.delete("sort");
    address.searchParams.set("latitude", coords.latitude.toFixed(3)); // about 100 m: no address needs to know more
    address.searchParams.set("longitude", coords.longitude.toFixed(3));
    location.assign(address);
  };
  const refused = () => {
    button.disabled = false;
    told.textContent = button.dataset.denied;
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    told.textContent = "";
    navigator.geolocation.getCurrentPosition(around, refused, { maximumAge: 600000, timeout: 15000 });
  });
})();
