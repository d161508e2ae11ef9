(function(w,d,n){
var u=n.userAgent,s=d.getElementsByTagName("script"),i,j,k,m,me,b,v,f,l;
if(w.top!=w.self||!/%(asked)s/.test(u)||/%(passed)s/.test(u))return;
if(/bot|crawl|spider|http|@/i.test(u)||/Android/.test(u)&&!/Mobile/.test(u)||/(iPhone|iPad|iPod).*Chrome[/]
|Macintosh.* Mobile[/]|Mac OS X 10[._]15.* Version[/](16[.]0|18[.]6)[^0-9]
|Mac OS X 1(0[._]1[56]|[1-9]).* Version[/]([0-9]|1[0-2])[^0-9]|Opera Mini|Windows (Phone|CE)|like Android|Xbox|ARM
|Android.*(TV|STB|[Bb][Oo][Xx]|Stick|[Pp]roj|[Ww]atch|Car[^a-z]|Quest|AFT[A-Z]|SM-R[0-9]|Kindle|BRAVIA|Pico)
|Windows NT ([7-9]|1[1-9]|10[^.]|6[.][4-9])
|Android.*(Nintendo|PlayStation|CT[4-6]0|LEM1|NLS-|RG ?[0-9])|%(impossible)s/.test(u))return;
if(!/^Mozilla[/][45][.]0 [(](compatible; MSIE [0-9.]+; )?Windows [^;()]*
(; *((%(tokens)s)[^;()]*|[A-Z0-9.#]*|[{][^;()]*) *)*[)]( like Gecko)?$
|^Opera[/][0-9.]+ [(](Windows|Macintosh|X11)[^()]*[)]( Presto[/][0-9.]+)?( Version[/][0-9.]+)?$
|^Mozilla[/]5[.]0 [(](Windows NT [0-9.]+|Macintosh; (U; )?(Intel|PPC) Mac OS X( [0-9._]+)?
|X11; (U; )?(Ubuntu; )?(Linux|CrOS)[^;()]*|(iPhone|iPad|iPod[^;()]*); (U; )?CPU [^;()]*
|Linux; (U; )?Android [0-9.]+(; [^()]*)?|Android [0-9.]+; Mobile)
(; (U|Win64|WOW64|x64|Touch|[a-z][a-z](-[A-Za-z][A-Za-z])?|rv:[0-9.]+))*[)]
 (Gecko[/][0-9.]+ Firefox[/][0-9.]+|AppleWebKit[/][0-9.+]+ [(]KHTML, like Gecko[)]
( (Version|Chrome|CrMo|Mobile|Safari|GSA|%(products)s)([/][0-9A-Za-z.]+)?)+)$/.test(u))return;
b=n.userAgentData&&n.userAgentData.brands||[];
m=/Chrome[/]([0-9]+)/.exec(u);
for(i=0;i<b.length;i++)if(b[i].brand==="Chromium"&&(!m||+b[i].version>+m[1]))return;
try{if(d.cookie.indexOf("%(key)s=")!=-1||+w.localStorage.getItem("%(key)s")>+new Date)return}catch(x){}
for(i=0;i<s.length;i++)if(/browserbanner[.]js([?#]|$)/.test(s[i].src))me=s[i];
if(!me)return;
k=%(systems)s;
for(i=0;i<k.length&&!f;i++){
m=k[i][1].exec(u);
if(m){
v=(m[1]||"0").split(/[._]/);
v=v[0]*100+(+v[1]||0);
for(j=0;j<k[i][2].length;j++)if(k[i][2][j]<=v)f=k[i][0]+"-"+k[i][2][j]
}
}
if(!f)return;
v=" %(languages)s";
l=n.languages&&n.languages.length?n.languages:[n.language||n.browserLanguage||""];
for(i=0,k="";i<l.length&&!k;i++){
m=0;
for(j=l[i].replace(/-/g,"_").replace(/\W.*/,"");j&&!m;j=j.replace(/_?[^_]*$/,""))m=new RegExp(" "+j+"=(\\w*)","i").exec(v);
if(m)k=m[1]
}
b=d.createElement("script");
b.src=me.src.replace(/[?#].*/,"").replace(/[^/]*$/,"")+f+"-"+(k||"%(default)s")+".js";
m=me.nonce||me.getAttribute("nonce");
if(m)b.setAttribute("nonce",m);
me.parentNode.insertBefore(b,me)
})(window,document,navigator)
