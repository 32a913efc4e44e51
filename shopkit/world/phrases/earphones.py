"""What buyers write about earphones and headphones, wired and wireless, the shop's and its rivals'."""

from shopkit.labels import Label

ITEM = {
    "good": (
        Label("Sound is clear and the voices come through nicely", "音质清晰，人声很好听"),
        Label("Comfortable, I forget I'm wearing them", "戴着舒服，时间长了都忘了"),
        Label("The bass is there without being boomy", "低音有，但不轰头"),
        Label("I use them on the subway every day and hear everything", "每天坐地铁用，听得清"),
        Label("Calls come through clearly on the other end", "打电话对方听得很清楚"),
        Label("They stay put when I walk around", "走来走去也不会掉"),
        Label("Great for online classes", "上网课用挺好"),
        Label("Way better than the ones I had before", "比我之前那个强多了"),
        Label("Light on the ears, even after a whole movie", "看完一部电影耳朵也不累"),
        Label("They block out my roommate's keyboard, finally some peace", "终于听不见室友敲键盘了"),
        Label("I don't know much about audio but I like how they sound", "木耳朵一个，反正我觉得好听"),
        Label("Left and right are balanced, no hiss", "左右声音一样大，没有底噪"),
        Label("The color is lovely and doesn't show fingerprints", "颜色好看，也不沾指纹"),
        Label("Dropped them once already and they still work", "已经摔过一次了，还好好的"),
        Label("So far so good", "到目前为止一切正常"),
        Label("Good volume without distortion", "声音开大了也不破"),
        Label("Fell asleep with a podcast on and my ears were fine in the morning", "昨晚听着播客就睡着了，早上醒来耳朵居然一点不疼"),
        Label("Pretty good sound", "音质不错"),
        Label("Easy to wear", "戴着不累"),
    ),
    "middling": (
        Label("Okay for podcasts, not so much for music", "听听书还行，听歌一般"),
        Label("So-so sound", "音质凑合"),
        Label("My ears get a little sore after two hours", "戴两个小时耳朵有点胀"),
        Label("The highs are a bit sharp for my taste", "高音有点刺，个人感觉"),
        Label("Sound is fine, the material feels ordinary", "声音可以，材质普通"),
        Label("They block some noise but don't expect too much", "隔音有一点，别抱太大希望"),
        Label("About what you'd expect at this level", "这个档位该有的水平吧"),
        Label("The mic is passable", "麦克风马马虎虎"),
        Label("The controls take some getting used to", "操作要适应一阵子"),
        Label("Fit me okay, but my wife finds them too big", "我戴还行，老婆说大了"),
        Label("Fine for shows, but in games I can't quite tell where the footsteps come from", "追剧够用了，打游戏听脚步就差点意思，分不太清是哪边来的"),
    ),
    "bad": (
        Label("The left side went silent after a few days", "没几天左边就没声了"),
        Label("Sounds like listening through a wall", "声音闷得像隔了堵墙"),
        Label("They hurt after half an hour", "戴半小时就疼"),
        Label("Constant hiss in the background", "一直有沙沙的杂音"),
        Label("The people I call can't hear me at all", "打电话对方根本听不见我说话"),
        Label("The sound cuts in and out", "声音断断续续"),
        Label("Everyone around me can hear my music", "漏音厉害，旁边人都听得见"),
        Label("No bass whatsoever", "一点低音都没有"),
        Label("They just don't stay on, tried everything", "怎么戴都戴不稳"),
        Label("One side is louder than the other", "两边声音一大一小"),
        Label("The plastic cracked almost right away", "刚用上壳就裂了"),
        Label("Sent them back, my old ones sound better", "退了，还不如我旧的那个"),
        Label("I have to shout in every meeting and people still ask me to repeat myself", "开个会我得扯着嗓子喊，那边还一直问我刚才说了什么"),
        Label("They sound awful", "难听死了"),
    ),
}

REASONS = {
    "price": {
        "good": (
            Label("You get a lot of sound for the money", "这价位能有这音质，可以了"),
            Label("I keep losing earphones, so I buy cheap ones like these", "老丢耳机，就买这种便宜的"),
            Label("A third of what the big names charge", "大牌三分之一的价"),
            Label("Stacked two coupons and got the headphones for next to nothing", "两张券叠着用，耳机跟白捡似的"),
            Label("Good backup pair at this price", "这个价买来备用正好"),
        ),
        "bad": (
            Label("You get what you pay for, and I paid too little", "一分钱一分货，贪便宜了"),
            Label("They cost as much as a better pair", "加点钱都能买更好的耳机了"),
            Label("The earphones went on sale the week after, of course", "耳机下一周就打折，无语"),
        ),
    },
    "quality": {
        "good": (
            Label("I read a lot of comparisons and these had the cleaner sound", "看了好多测评，这款声音干净"),
            Label("Still going strong after a year of daily commutes", "通勤戴了一年，还很能打"),
            Label("The instruments are easy to tell apart", "乐器层次听得出来"),
            Label("Survived the gym and a rainstorm", "健身出汗、淋过雨都没事"),
            Label("Well put together, no gaps anywhere", "做工精细，看不到缝"),
        ),
        "bad": (
            Label("The padding started flaking in two months", "两个月耳罩就掉皮"),
            Label("My third pair, they all break on the same side", "买第三副了，坏的都是同一边"),
            Label("Crackles whenever I turn up the volume", "音量一大就破音"),
        ),
    },
    "looks": {
        "good": (
            Label("Bought them because they look good with everything", "百搭好看才买的"),
            Label("They came in the light purple I'd been looking for", "找了很久的浅紫色，他家有"),
            Label("Small and neat, don't stick out of your ears", "小小的，戴上不突兀"),
            Label("Don't make my head look huge", "戴着不显头大"),
            Label("Look pricier than they are", "看着不像这个价的"),
        ),
        "bad": (
            Label("Shiny plastic, looks like a freebie", "塑料反光，像赠品"),
            Label("They make me look like a call center agent", "戴上像接线员，笑死"),
            Label("The white ones turned yellow in a few months", "白的没几个月就发黄"),
        ),
    },
    "speed": {
        "good": (
            Label("Needed headphones for an exam and they came overnight", "考听力急用，隔天耳机就到了"),
            Label("Ordered the earphones at lunch and they shipped by three", "中午拍的耳机，三点就发了"),
            Label("Quick delivery is why I buy my earphones here", "耳机一直在这买，就图个快"),
            Label("In my hands before the weekend trip", "周末出门前拿到手了"),
            Label("The earphones beat my other packages by days", "同一天买的，耳机先到好几天"),
        ),
        "bad": (
            Label("Missed a week of online classes waiting for these", "等耳机，网课落了一周"),
            Label("Took so long I bought another pair at the store", "等不及，去店里又买了一副耳机"),
            Label("The headphones said shipped but didn't move for days", "耳机显示已发货，好几天没动"),
        ),
    },
    "service": {
        "good": (
            Label("They walked me through pairing step by step", "连不上，客服一步步教我"),
            Label("Left side died and they swapped the pair for free", "左耳没声，免费换了一副"),
            Label("Told me up front that they won't suit small ears", "先说了耳朵小的不合适，实在"),
            Label("They told me to try them for a week and send them back if I wasn't happy", "让我先试一周，不满意再退"),
            Label("Answered all my audio questions, clearly a music person", "问啥都懂，客服也是个爱听歌的"),
        ),
        "bad": (
            Label("They told me to restart my phone and then vanished", "就让我重启手机，然后没人了"),
            Label("Warranty claim went nowhere", "说有保修，找他们又不认"),
            Label("They refused the return because I'd opened the earphone box", "耳机拆了包装就不给退"),
        ),
    },
    "gift": {
        "good": (
            Label("Got these for my boyfriend's birthday and he wears them every day", "男朋友生日送的，他天天戴"),
            Label("Nicely boxed, I only had to add a ribbon", "盒子好看，系个丝带就能送"),
            Label("Got a pair for my brother going off to college", "弟弟上大学，送他一副"),
            Label("Gave a pair to my coworker and she guessed double the price", "送同事，她以为要贵一倍"),
            Label("They engraved her initials and my girlfriend was so surprised", "还给刻了名字，女朋友很惊喜"),
        ),
        "bad": (
            Label("The seal on the box was already broken, can't gift that", "封口是拆过的，怎么送人"),
            Label("My sister said thanks and never wore them", "送妹妹的，她一次都没戴"),
            Label("Meant as an anniversary gift, came in a plastic bag", "纪念日礼物，就套个塑料袋寄来"),
        ),
    },
    "noise": {
        "good": (
            Label("I wanted to shut out the dorm noise and it works", "就想隔掉宿舍的吵，管用"),
            Label("The airplane hum is almost gone with these on", "坐飞机戴上，轰鸣声小多了"),
            Label("Dead quiet between songs", "歌和歌之间一点杂音没有"),
            Label("Can't hear the construction next door anymore", "隔壁装修都听不太到了"),
            Label("My mic doesn't pick up the coffee shop around me", "在咖啡店开会，对面听不到杂音"),
        ),
        "bad": (
            Label("They call it noise canceling but I hear every word around me", "说是降噪，旁边说话一字不落"),
            Label("There's a hum even with nothing playing", "没放歌也嗡嗡响"),
            Label("Wind noise makes them useless outside", "外面一有风全是呼呼声"),
        ),
    },
}
