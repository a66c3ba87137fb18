import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What the command line itself refuses. */
export const cliErrors = defineErrors({
  'cli.file-unreadable': {
    status: 400,
    zh: '文件无法读取',
    en: 'The file cannot be read',
    doZh: '检查路径、权限与压缩是否完整',
    doEn: 'Check the path, the permissions, and whether a compressed file is complete',
  },
  'cli.file-unwritable': {
    status: 500,
    zh: '无法写入文件',
    en: 'The file cannot be written',
    doZh: '请检查路径、权限与剩余空间，然后重试。',
    doEn: 'Check path, rights and free space, and try again.',
  },
  'cli.format-unknown': {
    status: 415,
    zh: '无法识别文件格式',
    en: 'The format of the file is not recognised',
    doZh: '支持的格式见 chedun inspect --help；请确认文件未被改动或加密',
    doEn: 'See the formats in chedun inspect --help; check that the file is not altered or encrypted',
  },
  'cli.content-invalid': {
    status: 422,
    zh: '文件内容不符合其格式',
    en: 'The content of the file does not fit its format',
    doZh: '按所示位置修正内容',
    doEn: 'Correct the content at the place shown',
  },
  'cli.rule-invalid': {
    status: 422,
    zh: '规则文件不能用于测试',
    en: 'The rule file cannot be tested',
    doZh: '修正所示的行；测试时文件须恰好含一条规则',
    doEn: 'Correct the line shown; the file must hold exactly one rule',
  },
  'cli.event-unknown': {
    status: 404,
    zh: '文件中没有该序号的事件',
    en: 'The file holds no event of this number',
    doZh: '用 chedun inspect 查看记录数；序号从 0 开始',
    doEn: 'See the number of records with chedun inspect; the first is 0',
  },
  'cli.rules-missing': {
    status: 404,
    zh: '路径下没有规则文件（.yml、.yaml）',
    en: 'No rule files (.yml, .yaml) lie below the path',
    doZh: '给出规则文件或规则目录的路径',
    doEn: 'Name a rule file or a folder of rules',
  },
  'cli.journal-missing': {
    status: 404,
    zh: '数据目录中没有日志主干',
    en: 'The data folder holds no journal',
    doZh: '用 --data-dir 或 CHEDUN_DATA_DIR 指明服务所用的数据目录',
    doEn: 'Name the data folder of the server with --data-dir or CHEDUN_DATA_DIR',
  },
  'cli.token-missing': {
    status: 401,
    zh: '没有 API 令牌',
    en: 'There is no API token',
    doZh: '在控制台“我的账号 → 令牌”建立令牌，再用 CHEDUN_TOKEN 或 --token 给出',
    doEn: 'Make a token in the console (My account, Tokens) and give it with CHEDUN_TOKEN or --token',
  },
  'cli.server-unreachable': {
    status: 503,
    zh: '无法连接服务',
    en: 'The server cannot be reached',
    doZh: '用 chedun start 启动服务；服务在别处时用 --server 或 CHEDUN_SERVER 指明地址',
    doEn: 'Start it with chedun start; when it runs elsewhere, name it with --server or CHEDUN_SERVER',
  },
  'cli.server-busy': {
    status: 503,
    zh: '服务持续繁忙，已停止等待',
    en: 'The server stayed busy; waiting has ended',
    doZh: '稍后从所示位置继续；此前的内容已被接收',
    doEn: 'Go on later from the place shown; what lies before it was accepted',
  },
  'cli.server-refused': {
    status: 400,
    zh: '服务拒绝了请求',
    en: 'The server refused the request',
    doZh: '按所示原因处理',
    doEn: 'Follow the reason shown',
  },
  'cli.user-unknown': {
    status: 404,
    zh: '没有这个用户',
    en: 'There is no such user',
    doZh: '用 chedun users list 查看登录名',
    doEn: 'See the names with chedun users list',
  },
  'cli.feed-unknown': {
    status: 404,
    zh: '没有这个情报源',
    en: 'There is no such feed',
    doZh: '用 chedun intel feeds 查看名称',
    doEn: 'See the names with chedun intel feeds',
  },
  'cli.supplier-unknown': {
    status: 404,
    zh: '没有这家供应商',
    en: 'There is no such supplier',
    doZh: '用 chedun suppliers list 查看名称与标识',
    doEn: 'Look names and ids up with chedun suppliers list',
  },
  'cli.values-missing': {
    status: 400,
    zh: '没有给出要比对的值',
    en: 'There is nothing to look up',
    doZh: '在命令后列出值，或用 --file 给出每行一个值的文件',
    doEn: 'List values behind the command, or name a file with one a line by --file',
  },
  'cli.rule-missing': {
    status: 400,
    zh: '没有说明运行哪条规则，或同时给出了规则与 --all',
    en: 'No rule was named, or one beside --all',
    doZh: '给出规则的 ID、名称或文件，或只用 --all 运行全部启用的规则',
    doEn: 'Name a rule by id, name or file, or run all enabled ones with --all alone',
  },
  'cli.person-missing': {
    status: 400,
    zh: '没有说明以谁的身份登录',
    en: 'Nobody was named to sign in',
    doZh: '用 --as 给出系统管理员；被锁在外面时在服务器上停止服务后用 --local',
    doEn: 'Name a system administrator with --as; when all are locked out, stop the server and use --local on its machine',
  },
  'cli.sign-in-incomplete': {
    status: 401,
    zh: '登录还需要更多内容',
    en: 'Signing in needs more than was given',
    doZh: '按 reason：用 --code 给出动态口令，或先在控制台修改一次性口令、绑定动态口令',
    doEn: 'As the reason says: give the code with --code, or first change the one-time password or enrol in the console',
  },
  'cli.password-missing': {
    status: 401,
    zh: '没有密码',
    en: 'There is no password',
    doZh: '用 --password-file 给出文件，或从标准输入给出一行',
    doEn: 'Name a file with --password-file, or give one line on standard input',
  },
  'cli.store-in-use': {
    status: 409,
    zh: '事件库进程仍在运行',
    en: 'The process of the event store still runs',
    doZh: '等它退出（服务停止后数秒内），再次执行',
    doEn: 'Wait until it has ended (seconds after the server stopped) and run this again',
  },
  'cli.answer-unexpected': {
    status: 502,
    zh: '服务的应答不符合约定',
    en: 'The answer of the server is not the agreed one',
    doZh: '确认地址指向车盾服务，且两边版本一致',
    doEn: 'Check that the address is a CheDun server of the same version',
  },
});

/** Codes of {@link cliErrors}. */
export type CliErrorCode = keyof typeof cliErrors;

/** Makes an error of this catalogue. */
export const cliError = (code: CliErrorCode, detail: ErrorDetail, cause?: unknown): DomainError<CliErrorCode> =>
  new DomainError(code, detail, cause);

/** Message of whatever was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** What a file operation threw, with the file. */
export const fileError = (file: string, cause: unknown): DomainError<CliErrorCode> =>
  cliError('cli.file-unreadable', { file, reason: messageOf(cause) }, cause);
