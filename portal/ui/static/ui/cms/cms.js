/* The CMS without inline scripts. What Wagtail's widgets start by a <script> behind them, is said
   in the attributes of a <span hidden> instead and started here: see templates/wagtailadmin/ and
   portal/ui/choosers.py. As Stimulus controllers they also start when they are put on a page later. */
(() => {
  const { Controller } = window.StimulusModule;
  const application = window.wagtail.app;

  application.register(
    "o-widget",
    class extends Controller {
      static values = { name: String, arguments: Array };

      initialize() {
        new window[this.nameValue](...this.argumentsValue);
      }
    },
  );

  /* A button that prints the page; without script there is none. */
  application.register(
    "o-print",
    class extends Controller {
      connect() {
        this.element.hidden = false;
      }

      print() {
        window.print();
      }
    },
  );

  /* Work that goes on by itself: the parts with an id are fetched anew until there is none under way.
     Without script there is a link that does the same. */
  application.register(
    "o-live",
    class extends Controller {
      connect() {
        this.timer = setInterval(() => this.look(), 2000);
      }

      disconnect() {
        clearInterval(this.timer);
      }

      async look() {
        const response = await fetch(window.location.href).catch(() => null);
        if (!response?.ok || response.redirected) return;
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        if (!page.querySelector('[data-controller="o-live"]')) {
          window.location.reload();
          return;
        }
        for (const part of this.element.querySelectorAll("[id]")) {
          const fresh = page.getElementById(part.id);
          if (fresh && fresh.outerHTML !== part.outerHTML && part.isConnected) {
            part.replaceChildren(...fresh.childNodes);
            for (const { name, value } of fresh.attributes) part.setAttribute(name, value);
          }
        }
      }
    },
  );
})();
