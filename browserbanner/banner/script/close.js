// ES3, for Internet Explorer 6 as for today's engines; nothing in it may throw. Everything works without it: the
// close button is a link to a page of ours with a form.
(function(){
  var w=window,n=navigator,d=document,b=d.getElementById("bb"),a=d.getElementById("bb-x"),c=0,now=+new Date,k,e,f,i,t;
  if(!b)return;
  k="browserbanner."+(a?a.href.replace(/^.*[?]kind=|&.*$/g,""):"");
  function drop(){
    if(b.parentNode)b.parentNode.removeChild(b)
  }
  // The banner goes where navigator.userAgent lacks the token that it was made for (a cache, a service worker or a
  // saved page shows it to another browser), in frames, and where it was closed in this session: "Back" brings old
  // pages back, with their scripts run again or, from the back/forward cache, with a pageshow event. There Firefox
  // shows a page the sessionStorage of its time: localStorage says whether it was closed since. Frames are compared
  // with "!=": Internet Explorer up to 8 gives a new object for each look at a window.
  function check(p){
    try{
      if(w.sessionStorage.getItem(k)||p&&p.persisted&&w.localStorage.getItem(k)>now)c=1
    }catch(x){}
    t=b.getAttribute("data-engine");
    if(c||w.top!=w.self||t&&n.userAgent.indexOf(t)==-1)drop()
  }
  // Where the page's layout gives the banner no width to be read in, or leaves part of it where nothing can be scrolled
  // to, it is docked at the foot, as the stylesheet does where it can: it is sticky and has no width then. (Without a
  // stylesheet its position is static.) The first look may be too early: half of the page is still to come,
  // and the list may be opened.
  function dock(){
    e=b.getElementsByTagName("table")[0];
    t=w.getComputedStyle?w.getComputedStyle(b,null):b.currentStyle;
    if(!e||!e.getBoundingClientRect||!t||t.position=="static")return;
    e=e.getBoundingClientRect();
    i=b.offsetWidth;
    if(-1>e.left||e.right>d.documentElement.clientWidth+1||-1>e.top+w.pageYOffset||
    200>i&&(i>8||t.position=="relative"))b.style.cssText=
    "position:fixed;left:0;right:0;bottom:0;width:auto;height:auto;"+
    "max-height:100%;overflow:auto;align-self:auto;writing-mode:horizontal-tb"
  }
  check();
  // What is for an iPad or for a Mac only is sorted out here, since Safari says the same on both.
  t=n.maxTouchPoints>1?" bb-mac ":" bb-ipad ";
  e=b.getElementsByTagName("*");
  for(i=e.length;i--;)if((" "+e[i].className+" ").indexOf(t)!=-1)e[i].parentNode.removeChild(e[i]);
  dock();
  if(w.addEventListener){
    w.addEventListener("pageshow",function(p){
      check(p);
      dock()
    },false);
    b.addEventListener("toggle",dock,true)
  }
  function leave(){
    c=2
  }
  // Closing posts to the link's own address. A 204 is 1223 to Internet Explorer up to 9. Whatever fails (the
  // network, a Content-Security-Policy without connect-src 'self') sends a form after all: a dismissal must stick.
  // But not where the visitor has gone on meanwhile: that aborts the request, and the form would fetch them back.
  if(a)a.onclick=function(){
    var x;
    c=1;
    try{
      w.sessionStorage.setItem(k,1);
      w.localStorage.setItem(k,+new Date)
    }catch(y){}
    try{
      x=new XMLHttpRequest();
      x.onreadystatechange=function(){
        if(x.readyState!=4)return;
        if(w.removeEventListener)w.removeEventListener("beforeunload",leave,false);
        if(x.status==204||x.status==1223)return drop();
        if(c==2)return;
        f=d.createElement("form");
        f.method="post";
        f.target="_self";
        f.action=a.href;
        b.appendChild(f);
        f.submit()
      };
      x.open("POST",a.href,true);
      x.setRequestHeader("Content-Type","application/x-www-form-urlencoded");
      x.setRequestHeader("X-Requested-With","XMLHttpRequest");
      if(w.addEventListener){
        w.addEventListener("beforeunload",leave,false);
        w.addEventListener("pagehide",leave,false)
      }
      x.send("")
    }catch(z){
      return true
    }
    b.style.display="none";
    return false
  }
})()
