export { langCookie, paths, type Here, type Lang, type Page, type PersonChoice } from './models.js';
export { assets, consoleHeaders, pageHeaders, proxyHeaders, type Asset } from './assets.js';
export { consentItemName } from './consent-items.js';
export { loginPage, type LoginModel } from './login.js';
export { chooserPage, type SavedAccount, type ChooserModel } from './chooser.js';
export { createAccountPage, type CreateAccountModel } from './create-account.js';
export { consentPage, type ConsentItemRow, type TermRow, type ConsentModel } from './consent.js';
export { logoutPage, type LogoutModel } from './logout.js';
export { addressPickerPage, type AddressRow, type AddressPickerModel } from './address-picker.js';
export { addressFormPage, type AddressFormModel } from './address-form.js';
export {
  addressAnswerPage,
  proxyPage,
  type AddressAnswer,
  type AddressAnswerModel,
  type ProxyModel,
} from './address-answer.js';
export { koePage, type KoeModel } from './koe.js';
export { messagePage, type MessageModel } from './message.js';
export { connectedServicesPage, type ConnectedServicesModel } from './connected-services.js';
export { type HomeApp, type HomePerson, type Known } from './cards.js';
export { homePage, type HomeModel } from './home.js';
export { consolePage, type ConsoleModel } from './console.js';
