import type { Shape } from '../shape.ts';
import type * as zh from '../zh-CN/auth.ts';

export const auth: Shape<typeof zh.auth> = {
  slogan: 'See the attack. Hold the fleet. Keep the proof.',
  sloganMore:
    'One platform for the network security of connected vehicles: it takes in cloud logs and vehicle frames, detects attacks, tracks every finding, and keeps each original record searchable and provable.',
  signIn: 'Sign in',
  signInAbout: 'Use the account that was given to you',
  signOut: 'Sign out',
  name: 'User name',
  password: 'Password',
  next: 'Next',
  codeTitle: 'Second factor',
  codeAbout: 'Open your authenticator app and type the six digits it shows; a recovery code works too.',
  code: 'Code or recovery code',
  newPasswordTitle: 'Set a new password',
  newPasswordFirst: 'The one-time password has to be replaced at the first sign-in.',
  newPasswordExpired: 'Your password has expired. Please set a new one.',
  newPassword: 'New password',
  newPasswordAgain: 'New password again',
  notSame: 'The two passwords differ',
  enrolTitle: 'Add your authenticator',
  enrolAbout:
    'The sign-in policy asks for a second factor. Scan the picture with an authenticator app and type the six digits it shows.',
  enrolByHand: 'If you cannot scan, type this key',
  recoveryTitle: 'Keep your recovery codes',
  recoveryAbout: 'Each code replaces the authenticator once if you lose your phone. They are shown only now.',
  recoverySaved: 'I have kept them, continue',
  restart: 'Use another account',
};

export const setup: Shape<typeof zh.setup> = {
  title: 'First use',
  about: 'Three steps: prove the installation code, make your working account, and create the three administrators.',
  stepCode: 'Code',
  stepOperator: 'Your account',
  stepAdministrators: 'Administrators',
  codeLabel: 'Installation code',
  codeHelp: 'The server printed it in the terminal where it was started. It works once.',
  operatorHelp: 'The account for daily work: situation, alerts, event search and rules.',
  displayName: 'Name or post',
  nameRule: 'Starts with a lower-case letter; 2 to 32 letters, digits, dots, underscores or hyphens',
  passwordRule: 'At least 12 characters from three of: upper case, lower case, digits, symbols',
  separation: 'Separated administrators',
  separationHelp:
    'The system administrator runs accounts and operation, the security administrator grants roles and sets policy, the audit administrator only reads the audit trail. Nobody can hold two of them. Their passwords are generated and must be changed at the first sign-in.',
  finish: 'Finish',
  doneTitle: 'Ready',
  doneAbout: 'Hand each one-time password to its administrator. They cannot be shown again.',
  account: 'Account',
  oneTimePassword: 'One-time password',
  notSavedTitle: 'The list of accounts was not saved',
  notSavedAbout:
    'The one-time passwords of the three administrators are shown only now. If nobody has them, they must be reset on the server.',
  notSavedEnter: 'I have them, enter',
  ownPassword: 'The password you just set',
  saveList: 'Download the list',
  enter: 'Open CheDun',
};
