/** The page's own words, in the language of the person one is being. What the bot says is the bot's. */

import { tag } from "./dom.js";

/** Each language in its own words. */
export const LANGUAGES = {
  en: "English",
  ko: "한국어",
  ja: "日本語",
  zh_Hans: "简体中文",
  zh_Hant: "繁體中文",
};

const ORDER = ["en", "ko", "ja", "zh_Hans", "zh_Hant"];

/* key: [en, ko, ja, zh_Hans, zh_Hant] */
const WORDS = {
  tryout: ["Try-out", "체험판", "体験版", "体验版", "體驗版"],
  who: [
    "Who do you want to be?",
    "어떤 분이 되어 보시겠습니까?",
    "誰になって試しますか",
    "选择一个身份",
    "選擇一個身分",
  ],
  page: [
    "Public page of this network",
    "이 네트워크의 공개 페이지",
    "このネットワークの公開ページ",
    "本网络的公开页面",
    "本網絡的公開頁面",
  ],
  you: ["You", "나", "自分", "我", "我"],
  joined: [
    "{name} joined the group",
    "{name} 님이 들어왔습니다",
    "{name}さんが参加しました",
    "{name} 加入了群组",
    "{name} 加入了群組",
  ],
  via: ["via @{bot}", "@{bot} 이용", "@{bot} 経由", "通过 @{bot}", "透過 @{bot}"],
  offered: [
    "Public actions: press one to send it here",
    "공개된 사례입니다. 누르면 이 대화에 보냅니다",
    "公開された取り組み：押すとここに送ります",
    "公开的行动案例，点按即可发送到这里",
    "公開的行動案例，點按即可傳送到這裡",
  ],
  offers: ["{n} found", "{n}건을 찾았습니다", "{n}件見つかりました", "找到 {n} 条", "找到 {n} 則"],
  nothingOffered: [
    "No public action fits yet",
    "맞는 공개 사례가 아직 없습니다",
    "合う公開の取り組みはまだありません",
    "暂时没有符合的公开案例",
    "目前沒有符合的公開案例",
  ],
  being: ["You: {name}", "현재 역할: {name}", "役：{name}", "当前身份：{name}", "目前身分：{name}"],
  chat: [
    "Conversation with Pumasi",
    "Pumasi와 나눈 대화",
    "Pumasiとの会話",
    "与 Pumasi 的对话",
    "與 Pumasi 的對話",
  ],
  back: ["Back to people", "목록으로", "一覧に戻る", "返回列表", "返回列表"],
  unread: ["{n} unread", "읽지 않은 메시지 {n}개", "未読{n}件", "{n} 条未读", "{n} 則未讀"],

  message: ["Message", "메시지", "メッセージ", "输入消息", "輸入訊息"],
  caption: ["Add a caption", "설명 덧붙이기", "説明を添える", "添加说明", "加上說明"],
  send: ["Send", "보내기", "送信", "发送", "傳送"],
  commands: ["Commands", "명령어", "コマンド", "命令", "指令"],
  attach: ["Attach", "첨부", "添付", "添加附件", "附加檔案"],
  photo: ["Photo", "사진", "写真", "照片", "照片"],
  document: ["File", "파일", "ファイル", "文件", "檔案"],
  location: ["Location", "위치", "位置情報", "位置", "位置"],
  forward: ["Forward a text", "글 전달", "文章を転送", "转发一段文字", "轉傳一段文字"],
  remove: ["Remove", "빼기", "外す", "移除", "移除"],
  reply: ["Reply", "답장", "返信", "回复", "回覆"],
  showKeyboard: ["Show buttons", "버튼 보기", "ボタンを表示", "显示按钮", "顯示按鈕"],
  hideKeyboard: ["Hide buttons", "버튼 숨기기", "ボタンを隠す", "隐藏按钮", "隱藏按鈕"],
  start: ["Start", "시작", "開始", "开始", "開始"],

  edited: ["edited", "수정됨", "編集済み", "已编辑", "已編輯"],
  typing: ["typing", "입력 중", "入力中", "正在输入", "正在輸入"],
  forwarded: [
    "Forwarded from {from}",
    "전달된 글 · {from}",
    "転送元：{from}",
    "转发自 {from}",
    "轉傳自 {from}",
  ],
  more: ["Show more", "더 보기", "続きを表示", "展开", "展開"],
  less: ["Show less", "접기", "折りたたむ", "收起", "收合"],
  spoiler: [
    "Hidden text: press to show",
    "가려진 글: 누르면 보입니다",
    "隠された文：押すと表示",
    "隐藏文字：点按显示",
    "隱藏文字：點按顯示",
  ],
  newest: ["To the newest message", "최근 메시지로", "最新のメッセージへ", "回到最新消息", "回到最新訊息"],

  ok: ["OK", "확인", "OK", "确定", "確定"],
  cancel: ["Cancel", "취소", "キャンセル", "取消", "取消"],
  close: ["Close", "닫기", "閉じる", "关闭", "關閉"],
  whichPlace: [
    "Which location to send?",
    "어느 위치를 보내시겠습니까?",
    "どの位置を送りますか",
    "发送哪个位置？",
    "要傳送哪個位置？",
  ],
  latitude: ["Latitude", "위도", "緯度", "纬度", "緯度"],
  longitude: ["Longitude", "경도", "経度", "经度", "經度"],
  text: ["Text", "내용", "本文", "内容", "內容"],
  from: ["Where it comes from", "출처", "転送元の名前", "来源", "來源"],
  copied: ["Copied", "복사했습니다", "コピーしました", "已复制", "已複製"],

  clock: ["Move the clock", "시계 옮기기", "時計を進める", "调整时钟", "調整時鐘"],
  morning: ["Next working morning", "다음 근무일 아침", "次の勤務日の朝", "下个工作日早上", "下個上班日早上"],
  reminder: ["Next reminder", "다음 알림", "次のリマインダー", "下次提醒", "下次提醒"],
  nextDay: ["+1 day", "+1일", "+1日", "+1 天", "+1 天"],
  real: ["Real time", "실제 시간", "実際の時刻", "真实时间", "實際時間"],
  itIsNow: ["It is now {time}", "지금은 {time}입니다", "現在は{time}です", "现在是 {time}", "現在是 {time}"],
  nothingPlanned: [
    "No reminder is planned.",
    "예정된 알림이 없습니다.",
    "予定されているリマインダーはありません。",
    "目前没有安排提醒。",
    "目前沒有排定的提醒。",
  ],
  notMoved: [
    "The clock could not be moved.",
    "시계를 옮기지 못했습니다.",
    "時計を動かせませんでした。",
    "未能调整时钟。",
    "無法調整時鐘。",
  ],
  failed: [
    "Not sent. Nothing you wrote was lost.",
    "보내지 못했습니다. 적으신 내용은 그대로 있습니다.",
    "送信できませんでした。入力した内容は残っています。",
    "未能发送，您写的内容仍在。",
    "未能傳送，您寫的內容仍在。",
  ],
  connecting: [
    "Connecting again …",
    "다시 연결하고 있습니다 …",
    "再接続しています …",
    "正在重新连接……",
    "正在重新連線……",
  ],

  welcome: [
    "A bot through which local governments exchange what they do for Sustainable Development Goal 11",
    "지방정부가 지속가능발전목표 11을 위해 하는 일을 서로 나누는 챗봇입니다",
    "自治体がSDGsの目標11に向けた取り組みを教え合うためのチャットボットです",
    "各地政府交流可持续发展目标 11 行动案例的聊天机器人",
    "各地政府交流永續發展目標 11 行動案例的聊天機器人",
  ],
  demo: [
    "Here you can be any of these people. It is a demonstration: nothing is sent to Telegram.",
    "여기서는 여러 사람의 자리에서 써 볼 수 있습니다. 시연용이며 텔레그램으로는 아무것도 보내지 않습니다.",
    "ここでは、いろいろな人の立場で試せます。デモのため、Telegramには何も送信されません。",
    "在这里可以用不同的身份试用。这是演示，不会向 Telegram 发送任何内容。",
    "在這裡可以用不同的身分試用。這是示範，不會傳送任何內容到 Telegram。",
  ],
  tryThis: [
    "Four things to try",
    "네 가지를 해 보십시오",
    "まずは4つ、お試しください",
    "可以先试这四件事",
    "可以先試這四件事",
  ],
  tryTyping: [
    "Type what your city did",
    "우리 도시가 한 일을 적어 보기",
    "自分の市が行ったことを書く",
    "写下您的城市做了什么",
    "寫下您的城市做了什麼",
  ],
  tryFinding: [
    "Look for it: {query}",
    "찾아보기: {query}",
    "探す：{query}",
    "搜索：{query}",
    "搜尋：{query}",
  ],
  tryOffering: [
    "In any chat: {asked}",
    "어디서나: {asked}",
    "どこでも：{asked}",
    "任何聊天中：{asked}",
    "任何聊天中：{asked}",
  ],
  tryWaiting: [
    "Move the clock to the next reminder",
    "시계를 다음 알림으로 옮기기",
    "時計を次のリマインダーまで進める",
    "把时钟调到下次提醒",
    "把時鐘調到下次提醒",
  ],
  query: ["/find heat", "/find 침수", "/find 防災", "/find 内涝", "/find 公園"],
  asked: ["@{bot} buses", "@{bot} 버스", "@{bot} バス", "@{bot} 公交", "@{bot} 公車"],
  example: [
    "Barriers and 12 water-level sensors at three underpasses bring evacuation forward by 20 minutes.",
    "지하차도 세 곳에 침수 차단막과 수위 센서 12개를 설치해 대피 시간을 20분 앞당겼습니다.",
    "アンダーパス3か所に止水板と水位センサー12個を設置し、避難の開始を20分早めました。",
    "在三处下穿通道安装防洪挡板和 12 个水位传感器，疏散时间提前了 20 分钟。",
    "在三處地下道裝設防水閘門與 12 個水位感測器，疏散時間提前了 20 分鐘。",
  ],

  suwon: ["Suwon", "수원", "水原", "水原", "水原"],
  toyama: ["Toyama", "도야마", "富山", "富山", "富山"],
  kaohsiung: ["Kaohsiung", "가오슝", "高雄", "高雄", "高雄"],
  freiburg: ["Freiburg", "프라이부르크", "フライブルク", "弗赖堡", "弗萊堡"],
};

let current = "en";

/** The page's word for `key` in this language, its `{places}` filled in. */
export function said(language, key, values = {}) {
  const column = Math.max(0, ORDER.indexOf(language));
  return WORDS[key][column].replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** The page's word for `key` in the language of the person one is being. */
export const t = (key, values) => said(current, key, values);

export const language = () => current;

/** Put the page into this language: everything in index.html that names a word follows. */
export function speak(chosen) {
  current = ORDER.includes(chosen) ? chosen : "en";
  document.documentElement.lang = tag(current);
  for (const element of document.querySelectorAll("[data-word]"))
    element.textContent = t(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) label(element, element.dataset.label);
}

function label(element, key) {
  element.setAttribute("aria-label", t(key));
  if (element.matches("button, a")) element.title = t(key);
}

/** The language this browser asks for, among ours. */
export function viewersLanguage() {
  for (const wanted of navigator.languages) {
    const parts = wanted.toLowerCase().split("-");
    if (parts[0] === "zh")
      return parts.some((p) => ["hant", "tw", "hk", "mo"].includes(p)) ? "zh_Hant" : "zh_Hans";
    if (ORDER.includes(parts[0])) return parts[0];
  }
  return "en";
}
