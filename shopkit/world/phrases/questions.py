"""What customers ask in the chat before and after buying, by topic; without the question mark, as people type."""

from shopkit.labels import Label

QUESTIONS = {
    "size": (
        Label("Hi, what are the exact measurements", "你好，具体尺寸是多少"),
        Label("How tall is it and how wide", "高多少，宽多少"),
        Label("Is it too big for a dorm desk", "宿舍桌子小，会不会放不下"),
        Label("Which size would you suggest for one person", "一个人用选多大的合适"),
        Label("Could you send a picture with something next to it for scale", "能拍张带参照物的图看看大小吗"),
        Label("How much does it weigh, will it fit in a carry-on", "重不重，登机箱放得下吗"),
    ),
    "warranty": (
        Label("How long is the warranty", "保修多久呀"),
        Label("If it breaks in a month, do I get a new one or a repair", "用一个月坏了，是换新还是维修"),
        Label("Who pays the shipping for a repair", "返修的运费谁出"),
        Label("Is it covered if I drop it by accident", "不小心摔了也保修吗"),
        Label("Mine stopped working, can I still exchange it", "我的用着用着坏了，还能换吗"),
        Label("Can I return it after I've opened it", "拆了不合适还能退吗"),
    ),
    "shipping_time": (
        Label("If I order now, when will it ship", "现在拍什么时候发货"),
        Label("Can it get here before the weekend", "周末之前能到吗"),
        Label("Which courier do you use", "发的什么快递"),
        Label("It still says not shipped, what's going on", "怎么还没发货，催一下"),
        Label("I need it by Thursday for a trip, can you make it", "周四出差要用，来得及吗"),
        Label("The tracking hasn't changed in two days, could you check", "物流两天没动了，帮忙看看"),
    ),
    "compatibility": (
        Label("Does it work with my phone", "我的手机能用吗"),
        Label("Can I use it abroad, what voltage is it", "国外能用吗，电压多少"),
        Label("Our dorm has a power limit, is it okay there", "宿舍限电，能用吗"),
        Label("Will it go with the one I bought from you last time", "跟我上次在你家买的能配着用吗"),
        Label("Is it the two-prong or the three-prong plug", "插头是两脚的还是三脚的"),
        Label("Will it fit the port on my old tablet", "我的旧平板接口能插吗"),
    ),
    "price": (
        Label("Any coupons I can use", "有优惠券吗"),
        Label("Can you do better on the price if I take two", "买两件能便宜点不"),
        Label("Will it be cheaper in the next sale", "下次活动会不会更便宜"),
        Label("I just bought it and now it's cheaper, can I get the difference back", "刚买就降价了，能退差价吗"),
        Label("Is that the final price, shipping included", "这是到手价吗，包邮不"),
        Label("Do new customers get a discount", "头回来买，有优惠没"),
    ),
    "invoice": (
        Label("Can I get an invoice", "可以开发票吗"),
        Label("I need it made out to my company, how do I do that", "抬头要开公司的，怎么弄"),
        Label("When will the electronic invoice be sent", "电子发票什么时候发我"),
        Label("The company name on my invoice is wrong, can you redo it", "发票抬头写错了，能重开吗"),
        Label("Can you put both orders on one invoice", "两个订单能开在一张发票上吗"),
    ),
}
