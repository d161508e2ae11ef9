(function(w,d,n){
var u=n.userAgent,s=d.getElementsByTagName("script"),i,j,k,m,me,b,v,f,l;
try{if(+w.localStorage.getItem("%(key)s")>+new Date)return}catch(x){if(d.cookie.indexOf("%(key)s=")!=-1)return}
if(w.top!=w.self||!/%(asked)s/.test(u)||/%(passed)s/.test(u))return;
if(/bot|crawl|spider|http|@/i.test(u)||/%(silent)s/.test(u)||/Android/.test(u)&&!/Mobile/.test(u)||!/%(shapes)s/.test(u))return;
b=n.userAgentData&&n.userAgentData.brands||[];
m=/Chrome[/]([0-9]+)/.exec(u);
for(i=0;i<b.length;i++)if(b[i].brand==="Chromium"&&(!m||+b[i].version>+m[1]))return;
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
v=" %(locales)s ";
l=n.languages&&n.languages.length?n.languages:[n.language||n.browserLanguage||""];
for(i=0,k="";i<l.length&&!k;i++){
j=l[i].replace("-","_").replace(/[^A-Za-z_].*/,"");
m=new RegExp(" ("+j+") ","i").exec(v)||new RegExp(" ("+j.split("_")[0]+"(_[A-Za-z]+)?) ","i").exec(v);
if(j&&m)k=m[1]
}
b=d.createElement("script");
b.src=me.src.replace(/[?#].*/,"").replace(/[^/]*$/,"")+f+"-"+(k||"%(default)s")+".js";
m=me.nonce||me.getAttribute("nonce");
if(m)b.setAttribute("nonce",m);
me.parentNode.insertBefore(b,me)
})(window,document,navigator)
