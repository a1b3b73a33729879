// Starts Swagger UI on the contract of this service: it asks nobody else, and keeps no token.
window.SwaggerUIBundle({
  url: new URL("openapi.json", document.baseURI).href,
  domNode: document.getElementById("naslag"),
  presets: [window.SwaggerUIBundle.presets.apis],
  deepLinking: true, // the name of an operation behind the #, never what was asked
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false,
  queryConfigEnabled: false, // or ?url= would choose whose contract is shown here
  supportedSubmitMethods: ["get"],
  tryItOutEnabled: true,
  validatorUrl: null,
});
