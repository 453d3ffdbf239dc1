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
})();
