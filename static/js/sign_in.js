// “Sign in” leads back to what is on the screen: filters and the timeline change the address after the page was loaded.

function leadBack(event) {
  const link = event.target.closest?.("[data-sign-in]");
  if (link) link.search = new URLSearchParams({ next: location.pathname + location.search });
}

// Before it is followed in any way: by a click or a touch, from the keyboard, in another tab.
for (const event of ["pointerdown", "focusin", "contextmenu", "click"]) document.addEventListener(event, leadBack);
